package com.mallhive.app.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept-alive HTTP/1.1 connection of a buyer: as cheap as can be, so that the load generator does not set the limit. */
public final class HttpLine implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[64 << 10];

    /** An answer. */
    record Answer(int status, String body) {
        /** The text after {@code "name":"}, the first in the body. */
        String text(String name) {
            String key = "\"" + name + "\":\"";
            int at = body.indexOf(key);
            return at < 0 ? "" : body.substring(at + key.length(), body.indexOf('"', at + key.length()));
        }
    }

    /** Connects. */
    public HttpLine(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        in = new BufferedInputStream(socket.getInputStream(), 32 << 10);
        out = socket.getOutputStream();
    }

    /** Sends a request that was prepared with {@link #request} and reads the answer; the body only where it is wanted. */
    Answer send(byte[] request, boolean wantBody) throws IOException {
        out.write(request);
        int length = 0;
        int status = 0;
        for (int line = 0; ; line++) {
            int n = readLine();
            if (n == 0) {
                break;
            }
            if (line == 0) {
                status = Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.ISO_8859_1));
            } else if (n > 15 && (buffer[0] | 0x20) == 'c' && (buffer[8] | 0x20) == 'l') {
                length = Integer.parseInt(new String(buffer, 15, n - 15, StandardCharsets.ISO_8859_1).strip());
            }
        }
        if (buffer.length < length) {
            buffer = new byte[2 * length];
        }
        if (in.readNBytes(buffer, 0, length) < length) {
            throw new IOException("the connection was closed");
        }
        return new Answer(status, wantBody ? new String(buffer, 0, length, StandardCharsets.UTF_8) : "");
    }

    static byte[] request(String method, String path, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: mall\r\n" + headers
                + (content.length == 0
                        ? ""
                        : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n")
                + "\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[first.length + content.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(content, 0, all, first.length, content.length);
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int readLine() throws IOException {
        int n = 0;
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                buffer[n++] = (byte) c;
            }
        }
        return n;
    }
}
