package com.mallhive.platform.rpc;

import com.google.protobuf.Descriptors;
import com.mallhive.api.options.Access;
import com.mallhive.api.options.Options;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Set;

/**
 * What a method's contract says about its callers.
 *
 * @param who the persons that may call
 * @param services the services that may call
 * @param idempotent whether an Idempotency-Key is required
 */
public record MethodPolicy(Access.Who who, Set<String> services, boolean idempotent) {
    /** The services that speak for the public. */
    public static final Set<String> FACES = Set.of("edge", "storefront", "admin");

    /** Reads the contract; a method without an access rule cannot be served. */
    public static MethodPolicy of(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            throw new IllegalArgumentException("no contract: " + method.getFullMethodName());
        }
        return of(supplier.getMethodDescriptor());
    }

    /** Reads the contract; a method without an access rule cannot be served. */
    public static MethodPolicy of(Descriptors.MethodDescriptor method) {
        var options = method.getOptions();
        Access access = options.getExtension(Options.access);
        if (access.getWho() == Access.Who.WHO_UNSPECIFIED || access.getWho() == Access.Who.UNRECOGNIZED) {
            throw new IllegalArgumentException(method.getFullName() + " lacks (mallhive.options.access)");
        }
        return new MethodPolicy(
                access.getWho(), Set.copyOf(access.getServicesList()), options.getExtension(Options.idempotent));
    }

    /** Whether the service may call at all. */
    boolean allows(String service) {
        return services.contains(service) || (who != Access.Who.INTERNAL && FACES.contains(service));
    }

    /** Fails with the reason why this caller may not call. */
    void check(Caller caller, SessionCheck sessions) {
        if (!allows(caller.service())) {
            throw Problem.forbidden("The service \"" + caller.service() + "\" may not call this.");
        }
        if (services.contains(caller.service()) && !FACES.contains(caller.service())) {
            return;
        }
        switch (who) {
            case SIGNED_IN -> caller.signedIn();
            case SELLER -> {
                if (!caller.isOperator()) {
                    caller.shop();
                }
            }
            case ADMIN -> {
                if (!caller.signedIn().isOperator()) {
                    throw Problem.forbidden("This is for operators of the mall.");
                }
            }
            default -> {}
        }
        if (caller.isOperator() && !sessions.alive(caller.signedIn())) {
            throw Problem.unauthenticated("The session has ended. Sign in again.");
        }
    }

    /** Asks whether an operator's session is still alive. */
    @FunctionalInterface
    public interface SessionCheck {
        boolean alive(Person person);
    }
}
