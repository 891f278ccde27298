package com.mallhive.web.edge;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Which methods an address takes. What can be got can be asked for without its body too, and everything can be asked about. */
final class Methods {
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";

    private Methods() {}

    /** Whether the request goes on; OPTIONS is answered here, and what is not possible is a problem (405). */
    static boolean goOn(Request request, Response response, Callback callback, String... possible) {
        String method = request.getMethod();
        Set<String> allowed = allowed(Set.of(possible));
        if (method.equals(OPTIONS)) {
            tell(response, callback, allowed);
            return false;
        }
        if (!allowed.contains(method)) {
            throw refusal(method, allowed);
        }
        return true;
    }

    /** Answers OPTIONS. */
    static void tell(Response response, Callback callback, Collection<String> allowed) {
        response.setStatus(204);
        response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", allowed));
        callback.succeeded();
    }

    static Refusal refusal(String method, Collection<String> allowed) {
        return Refusal.method(method, String.join(", ", allowed));
    }

    /** With those that come along. */
    static Set<String> allowed(Collection<String> methods) {
        Set<String> allowed = new TreeSet<>(methods);
        if (allowed.contains(GET)) {
            allowed.add(HEAD);
        }
        allowed.add(OPTIONS);
        return allowed;
    }

    static boolean isOptions(Request request) {
        return request.getMethod().equals(OPTIONS);
    }

    static boolean isHead(Request request) {
        return request.getMethod().equals(HEAD);
    }
}
