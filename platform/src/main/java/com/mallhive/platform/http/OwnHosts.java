package com.mallhive.platform.http;

import com.mallhive.platform.rpc.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which this mall is asked for what is not for everybody: those of this machine and that of the public address.
 * A page of the internet can have its own name lead to 127.0.0.1 and so read what listens there (DNS rebinding); but it cannot
 * change the name in the Host header.
 */
public final class OwnHosts {
    private final String publicUrl;
    private final Set<String> names = new HashSet<>();

    /** @param more further names */
    public OwnHosts(String publicUrl, Collection<String> more) {
        this.publicUrl = publicUrl;
        String host = URI.create(publicUrl).getHost();
        names.add(host == null ? "localhost" : host.toLowerCase(Locale.ROOT));
        names.add("localhost");
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    public OwnHosts(String publicUrl) {
        this(publicUrl, List.of());
    }

    /** A problem (421) where the request is for another name. */
    public void check(@Nullable String hostHeader) {
        if (!has(hostHeader)) {
            throw Problem.of(
                    Problem.Kind.MISDIRECTED,
                    "misdirected-request",
                    "This does not answer under that name. Its address is " + publicUrl + ".");
        }
    }

    /** Whether a Host header names this mall; the port does not matter. */
    public boolean has(@Nullable String hostHeader) {
        if (hostHeader == null) {
            return false;
        }
        String host = hostHeader.strip().replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
        return names.contains(host) || isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        boolean six = host.startsWith("[") && host.endsWith("]");
        try {
            return InetAddress.ofLiteral(six ? host.substring(1, host.length() - 1) : host)
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
