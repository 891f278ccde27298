package com.mallhive.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Makes the client's address of the last untrusted one in {@code X-Forwarded-For}, but only where the socket's other end is a
 * trusted proxy: everybody can send that header.
 */
public final class ClientAddress implements HttpConfiguration.Customizer {
    /** Who has one IPv6 address has 2^64 of them. */
    private static final int NETWORK_BYTES = 8;

    private final List<Network> trusted;

    /** @param trusted addresses such as {@code 10.0.0.7} and networks such as {@code 10.0.0.0/8} */
    ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        if (!(connection.getRemoteSocketAddress() instanceof InetSocketAddress socket)
                || !isTrusted(socket.getAddress())) {
            return request;
        }
        InetAddress client = client(socket.getAddress(), request.getHeaders());
        ConnectionMetaData seen = new ConnectionMetaData.Wrapper(connection) {
            @Override
            public InetSocketAddress getRemoteSocketAddress() {
                return new InetSocketAddress(client, socket.getPort());
            }
        };
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return seen;
            }
        };
    }

    /** What limits count by: the address, of IPv6 its network. */
    public static String key(String address) {
        InetAddress parsed = parse(address);
        return parsed instanceof Inet6Address six
                ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "::/64"
                : address;
    }

    private InetAddress client(InetAddress socket, HttpFields headers) {
        List<String> hops = new ArrayList<>();
        for (HttpField field : headers.getFields(HttpHeader.X_FORWARDED_FOR)) {
            hops.addAll(Arrays.asList(
                    field.getValue() == null ? new String[0] : field.getValue().split(",", -1)));
        }
        InetAddress client = socket;
        for (String hop : hops.reversed()) {
            InetAddress address = parse(hop);
            if (address == null) {
                return client;
            }
            client = address;
            if (!isTrusted(address)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** An address with or without a port; never asks a name server. */
    private static @Nullable InetAddress parse(String text) {
        String address = text.strip();
        if (address.startsWith("[")) {
            address = address.substring(1, Math.max(1, address.indexOf(']')));
        } else if (address.indexOf(':') >= 0 && address.indexOf(':') == address.lastIndexOf(':')) {
            address = address.substring(0, address.indexOf(':'));
        }
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The addresses that begin with the same bits. */
    record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            try {
                InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
                int all = address.getAddress().length * Byte.SIZE;
                int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= all) {
                    return new Network(address, bits);
                }
            } catch (IllegalArgumentException e) {
                // told below
            }
            throw new IllegalArgumentException("trusted-proxies has \"" + text
                    + "\"; write addresses and networks such as 10.0.0.7 or 10.0.0.0/8");
        }

        boolean contains(InetAddress other) {
            byte[] own = address.getAddress();
            byte[] its = other.getAddress();
            if (own.length != its.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % Byte.SIZE);
                if (((own[i / Byte.SIZE] ^ its[i / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
