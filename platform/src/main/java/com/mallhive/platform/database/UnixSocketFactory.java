package com.mallhive.platform.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDBC driver speak through a unix socket: the driver's property {@code socketFactory} names this class,
 * {@code socketFactoryArg} the socket's path. Virtual threads wait on it without holding a carrier.
 */
public final class UnixSocketFactory extends SocketFactory {
    private final UnixDomainSocketAddress address;

    /** Called by the driver. */
    public UnixSocketFactory(String path) {
        this.address = UnixDomainSocketAddress.of(path);
    }

    @Override
    public Socket createSocket() {
        return new UnixSocket(address);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        Socket socket = createSocket();
        socket.connect(InetSocketAddress.createUnresolved("localhost", 0), 0);
        return socket;
    }

    /** What the driver uses of a {@link Socket}, over a channel. */
    private static final class UnixSocket extends Socket {
        private final UnixDomainSocketAddress address;
        private @Nullable SocketChannel channel;
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private volatile int timeout;

        UnixSocket(UnixDomainSocketAddress address) {
            this.address = address;
        }

        @Override
        public void connect(SocketAddress ignored) throws IOException {
            connect(ignored, 0);
        }

        @Override
        public void connect(SocketAddress ignored, int connectTimeout) throws IOException {
            SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                opened.connect(address);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = opened;
            in = new TimedInput(opened, Channels.newInputStream(opened));
            out = Channels.newOutputStream(opened);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return open(in);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return open(out);
        }

        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }

        @Override
        public void shutdownInput() throws IOException {
            open(channel).shutdownInput();
        }

        @Override
        public void shutdownOutput() throws IOException {
            open(channel).shutdownOutput();
        }

        @Override
        public boolean isConnected() {
            return channel != null;
        }

        @Override
        public boolean isBound() {
            return channel != null;
        }

        @Override
        public boolean isClosed() {
            return channel != null && !channel.isOpen();
        }

        @Override
        public void setSoTimeout(int milliseconds) {
            timeout = milliseconds;
        }

        @Override
        public int getSoTimeout() {
            return timeout;
        }

        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return address;
        }

        // A unix socket has none of the following, and the driver asks for all of them.

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public boolean getTcpNoDelay() {
            return true;
        }

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public boolean getKeepAlive() {
            return false;
        }

        @Override
        public void setSendBufferSize(int size) {}

        @Override
        public int getSendBufferSize() {
            return 1 << 16;
        }

        @Override
        public void setReceiveBufferSize(int size) {}

        @Override
        public int getReceiveBufferSize() {
            return 1 << 16;
        }

        private static <T> T open(@Nullable T part) throws SocketException {
            if (part == null) {
                throw new SocketException("not connected");
            }
            return part;
        }

        private final class TimedInput extends InputStream {
            private final SocketChannel channel;
            private final InputStream blocking;

            TimedInput(SocketChannel channel, InputStream blocking) {
                this.channel = channel;
                this.blocking = blocking;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, bytes.length);
                int limit = timeout;
                return limit <= 0 ? blocking.read(bytes, offset, length) : read(bytes, offset, length, limit);
            }

            /** With a time limit: rare (the pool's question whether a connection is alive), so it may cost a selector. */
            private int read(byte[] bytes, int offset, int length, int limit) throws IOException {
                channel.configureBlocking(false);
                try (Selector selector = Selector.open()) {
                    channel.register(selector, SelectionKey.OP_READ);
                    if (selector.select(limit) == 0) {
                        throw new SocketTimeoutException("no answer within " + limit + " ms");
                    }
                    return channel.read(ByteBuffer.wrap(bytes, offset, length));
                } finally {
                    if (channel.isOpen()) {
                        channel.configureBlocking(true);
                    }
                }
            }
        }
    }
}
