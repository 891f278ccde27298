package com.mallhive.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.mallhive.platform.lifecycle.Module;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
final class ArchitectureTest {
    private static final List<String> SERVICES = List.of(
            "accounts",
            "catalog",
            "inventory",
            "cart",
            "orders",
            "payments",
            "notifications",
            "discovery",
            "analytics");
    private static JavaClasses mall;

    @BeforeAll
    static void read() {
        mall = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("com.mallhive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accounts",
                "catalog",
                "inventory",
                "cart",
                "orders",
                "payments",
                "notifications",
                "discovery",
                "analytics"
            })
    void servicesNeverImportEachOther(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> "com.mallhive." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(mall);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mallhive.web..", "com.mallhive.app..")
                .check(mall);
    }

    @Test
    void thePlatformKnowsNoService() {
        String[] services =
                SERVICES.stream().map(s -> "com.mallhive." + s + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(services)
                .check(mall);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.mallhive.web..", "com.mallhive.app..")
                .check(mall);
    }

    @Test
    void theFacesKnowNoService() {
        String[] services =
                SERVICES.stream().map(s -> "com.mallhive." + s + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(services)
                .check(mall);
    }

    @Test
    void theDomainIsPlainJavaAndMoney() {
        classes()
                .that()
                .resideInAnyPackage("com.mallhive.*.domain..", "com.mallhive.orders.pricing..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.mallhive.*.domain..",
                        "com.mallhive.orders.pricing..",
                        "com.mallhive.payments.ledger..",
                        "com.mallhive.platform.money..",
                        "org.jspecify..")
                .check(mall);
    }

    @Test
    void onlyStoresTouchSql() {
        noClasses()
                .that()
                .resideInAPackage("com.mallhive..")
                .and()
                .resideOutsideOfPackages("com.mallhive.platform..", "com.mallhive..store..", "com.mallhive.app.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jdbi..", "org.postgresql..")
                .check(mall);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive..")
                .and()
                .resideOutsideOfPackages("com.mallhive.platform..", "com.mallhive..store..", "com.mallhive.app.bench..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.PreparedStatement")
                .check(mall);
    }

    @Test
    void onlyPaymentsKnowStripe() {
        noClasses()
                .that()
                .resideOutsideOfPackage("com.mallhive.payments..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.stripe..")
                .check(mall);
    }

    @Test
    void onlyTheAppNamesTargets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("com.mallhive.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.mallhive.app..")
                .check(mall);
    }

    @Test
    void moneyIsNeverFloatingPoint() {
        for (Class<?> floating : new Class<?>[] {double.class, float.class, Double.class, Float.class}) {
            noFields()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(money())
                    .should()
                    .haveRawType(floating)
                    .check(mall);
            noMethods()
                    .that()
                    .areDeclaredInClassesThat()
                    .resideInAnyPackage(money())
                    .should()
                    .haveRawReturnType(floating)
                    .check(mall);
        }
    }

    @Test
    void servicesHaveNoCycles() {
        for (String service : SERVICES) {
            slices().matching("com.mallhive." + service + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(mall);
        }
    }

    @Test
    void modulesAreTheDoorsOfServices() {
        classes()
                .that()
                .implement(Module.class)
                .and()
                .areNotInterfaces()
                .should()
                .haveSimpleNameEndingWith("Module")
                .check(mall);
        noClasses()
                .that()
                .resideInAPackage("com.mallhive..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(mall.that(notGenerated()));
    }

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass>
            notGenerated() {
        return com.tngtech.archunit.base.DescribedPredicate.describe(
                "not generated", c -> !c.getPackageName().startsWith("com.mallhive.api"));
    }

    private static String[] money() {
        return new String[] {
            "com.mallhive.platform.money..",
            "com.mallhive.orders..",
            "com.mallhive.payments..",
            "com.mallhive.cart..",
            "com.mallhive.catalog..",
            "com.mallhive.analytics..",
            "com.mallhive.inventory.."
        };
    }
}
