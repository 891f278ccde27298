package com.mallhive.notifications.mail;

import com.mallhive.notifications.NotificationsSettings;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/** Hands e-mails to a mail server over SMTP, on one connection for as long as it lasts. One thread at a time. */
public final class Postman implements AutoCloseable {
    static {
        // Jakarta Mail asks for this class once per message part, and would look through every jar each time.
        System.setProperty("jakarta.mail.util.StreamProvider", MailStreamProvider.class.getName());
    }

    private final Session session;
    private final String sender;
    private final Clock clock;
    private final @Nullable String user;
    private final @Nullable String password;
    private @Nullable Transport transport;

    /** @param port overrides the one of the settings, for the development mailbox */
    public Postman(NotificationsSettings settings, String host, int port, boolean development, Clock clock) {
        this.clock = clock;
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", "10000");
        properties.put("mail.smtp.writetimeout", "10000");
        properties.put("mail.smtp.localhost", "mallhive");
        if (!development) {
            properties.put("mail.smtp.starttls.enable", "true");
            properties.put("mail.smtp.starttls.required", Boolean.toString(settings.smtpStartTls()));
            properties.put("mail.smtp.ssl.checkserveridentity", "true");
            properties.put("mail.smtp.auth", Boolean.toString(settings.smtpUser() != null));
        }
        this.session = Session.getInstance(properties);
        this.sender = settings.sender();
        this.user = settings.smtpUser();
        this.password = settings.smtpPassword();
    }

    /** Sends, or throws: then the mail server has not taken it. The id becomes the Message-ID. */
    public void send(UUID id, Letter letter) throws MessagingException {
        MimeMessage message = new Numbered(session, id);
        message.setFrom(new InternetAddress(sender));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to()));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
        message.saveChanges();
        Transport open = transport;
        if (open == null || !open.isConnected()) {
            open = session.getTransport("smtp");
            open.connect(user, password);
            transport = open;
        }
        try {
            open.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        Transport open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException e) {
                // the connection was broken already
            }
        }
    }

    /** A repeated sending has the same Message-ID, by which receivers recognise it. */
    private static final class Numbered extends MimeMessage {
        private final UUID id;

        Numbered(Session session, UUID id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@mallhive>");
        }
    }
}
