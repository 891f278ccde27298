package com.mallhive.notifications;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Section {@code notifications}. */
public record NotificationsSettings(
        @Setting("Mail server; not set: mail stays in the development mailbox") @Nullable
        String smtpHost,

        @Setting(value = "Its port", byDefault = "587") int smtpPort,
        @Setting("User at the mail server") @Nullable String smtpUser,

        @Setting(value = "Password at the mail server", secret = true) @Nullable
        String smtpPassword,

        @Setting(value = "Refuse to send without TLS", byDefault = "true")
        boolean smtpStartTls,

        @Setting(value = "Sender of all e-mail", byDefault = "MallHive <hello@mallhive.example>")
        String sender,

        @Setting(value = "An e-mail is tried so often before it is given up", byDefault = "8")
        int attempts,

        @Setting(value = "Mail that was sent is forgotten after", byDefault = "30d")
        Duration retention) {}
