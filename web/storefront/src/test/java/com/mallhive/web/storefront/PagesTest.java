package com.mallhive.web.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.web.storefront.visit.Pages;
import com.mallhive.web.ui.Assets;
import com.mallhive.web.ui.NavLink;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page can be rendered, says nothing that our Content-Security-Policy forbids, and lets nobody write into it. */
class PagesTest {
    private static final Pattern TAG = Pattern.compile("<([a-z][a-z0-9]*)((?:\\s+[^\\s=>/]+(?:=\"[^\"]*\")?)*)\\s*/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([^\\s=]+)(?:=\"([^\"]*)\")?");
    private static final Path TEMPLATES = Path.of("src/main/jte");

    private final Pages pages = new Pages();
    private final Assets assets = Assets.load(PagesTest.class.getClassLoader());

    private record Tag(String name, List<String> attributes, String text) {
        boolean has(String attribute) {
            return attributes.contains(attribute);
        }
    }

    static Stream<String> names() {
        return Samples.pages().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isSafeAndComplete(String name) {
        for (Object view : Samples.pages().getOrDefault(name, List.of())) {
            String html = pages.page(name, frame(name), view);
            assertThat(html).startsWith("<!doctype html>").contains("<h1");
            assertThat(count(html, "<h1")).as("one main heading in %s", name).isEqualTo(1);
            assertThat(html).as("nobody writes into %s", name).doesNotContain("<script>alert");
            List<Tag> tags = tags(html);
            for (Tag tag : tags) {
                assertThat(tag.has("style")).as(tag.text()).isFalse();
                assertThat(tag.attributes()).as(tag.text()).noneMatch(a -> a.startsWith("on"));
                switch (tag.name()) {
                    case "style" -> assertThat(tag.text()).as("no inline style").isEmpty();
                    case "script" ->
                        assertThat(tag.has("src") || tag.text().contains("application/ld+json"))
                                .as(tag.text())
                                .isTrue();
                    case "img" -> assertThat(tag.attributes()).as(tag.text()).contains("src", "alt", "width", "height");
                    default -> {}
                }
            }
            idsAreUnique(name, tags);
            postFormsCarryTheirToken(name, html);
        }
    }

    @Test
    void everyPageHasASample() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            List<String> whole = files.filter(f -> f.toString().endsWith(".jte"))
                    .filter(PagesTest::isPage)
                    .map(f -> TEMPLATES
                            .relativize(f)
                            .toString()
                            .replace(".jte", "")
                            .replace('\\', '/'))
                    .toList();
            assertThat(Samples.pages().keySet()).containsExactlyInAnyOrderElementsOf(whole);
        }
    }

    private static boolean isPage(Path file) {
        try {
            return Files.readString(file).contains(" page\n")
                    && Files.readString(file).contains("@param PageFrame frame");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private PageFrame frame(String name) {
        PageFrame.Kind kind = name.startsWith("desk/") ? PageFrame.Kind.SELLER : PageFrame.Kind.STOREFRONT;
        return PageFrame.builder(kind, Samples.NASTY, Locale.forLanguageTag("en-IE"), assets)
                .indexed("https://mall.example/", Samples.NASTY)
                .jsonLd("{\"name\": \"</script><script>alert(1)</script>\"}")
                .visitor(Visitor.signedIn(Samples.NASTY, 3, true, true), "token")
                .nav(List.of(NavLink.of("x", Samples.NASTY, "/x", "home")), "x")
                .place(Samples.NASTY)
                .query(Samples.NASTY)
                .askConsent(true)
                .notices(List.of(Notice.of(Tone.DANGER, Samples.NASTY)))
                .build();
    }

    private static void idsAreUnique(String name, List<Tag> tags) {
        Set<String> seen = new HashSet<>();
        for (Tag tag : tags) {
            Matcher id = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(tag.text());
            if (id.find()) {
                assertThat(seen.add(id.group(1)))
                        .as("%s twice in %s", id.group(1), name)
                        .isTrue();
            }
        }
    }

    private static void postFormsCarryTheirToken(String name, String html) {
        Matcher form = Pattern.compile("<form[^>]*method=\"post\"[^>]*>(.*?)</form>", Pattern.DOTALL)
                .matcher(html);
        while (form.find()) {
            assertThat(form.group(1)).as("a form of %s", name).contains("name=\"csrf\" value=\"token\"");
        }
    }

    private static List<Tag> tags(String html) {
        List<Tag> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(html);
        while (tag.find()) {
            List<String> attributes = new ArrayList<>();
            Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
            while (attribute.find()) {
                attributes.add(attribute.group(1));
            }
            tags.add(new Tag(tag.group(1), attributes, tag.group()));
        }
        return tags;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
