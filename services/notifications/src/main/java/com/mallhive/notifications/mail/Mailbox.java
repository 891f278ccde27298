package com.mallhive.notifications.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The development mailbox: a mail server on a loopback port that keeps what it gets as files, so that a developer can read
 * the mall's e-mails. Keeps the newest thousand.
 */
public final class Mailbox implements AutoCloseable {
    private static final int KEEP = 1000;

    private final Path folder;
    private final Clock clock;
    private final SMTPServer server;
    private final AtomicInteger received = new AtomicInteger();

    /** An e-mail that arrived. */
    public record Mail(String id, String from, String to, String subject, String text, Instant at) {}

    public Mailbox(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        try {
            Files.createDirectories(folder);
            this.server = SMTPServer.port(0)
                    .bindAddress(InetAddress.getLoopbackAddress())
                    .hostName("mailbox")
                    .messageHandler((_, from, to, data) -> keep(data))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void start() {
        server.start();
    }

    /** The port that takes mail. */
    public int port() {
        return server.getPortAllocated();
    }

    /** The newest first; {@code to} empty means everybody's. */
    public List<Mail> list(String to, int limit) {
        List<Mail> mails = new ArrayList<>();
        for (Path file : files()) {
            Mail mail = read(file);
            if (to.isEmpty() || mail.to().contains(to)) {
                mails.add(mail);
            }
            if (mails.size() == limit) {
                break;
            }
        }
        return mails;
    }

    @Override
    public void close() {
        server.stop();
    }

    private void keep(byte[] data) {
        int number = received.incrementAndGet();
        Path file = folder.resolve(String.format("%013d-%06d.eml", clock.millis(), number % 1_000_000));
        try {
            Files.write(file, data);
            if (number % 100 == 0) {
                for (Path old : files().stream().skip(KEEP).toList()) {
                    Files.deleteIfExists(old);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".eml"))
                    .sorted(Comparator.comparing((Path f) -> f.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mail read(Path file) {
        String name = file.getFileName().toString();
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            Object content = message.getContent();
            return new Mail(
                    name.substring(0, name.length() - 4),
                    String.valueOf(message.getFrom()[0]),
                    String.valueOf(message.getAllRecipients()[0]),
                    message.getSubject(),
                    String.valueOf(content),
                    Instant.ofEpochMilli(Long.parseLong(name.substring(0, 13))));
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException("unreadable mail: " + name, e);
        }
    }
}
