package com.mallhive.accounts;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Section {@code accounts}. */
public record AccountsSettings(
        @Setting(value = "Life of an access token, at most 10m", byDefault = "10m")
        Duration accessTokenLife,

        @Setting(value = "A session ends when it is not used for so long", byDefault = "30d")
        Duration sessionLife,

        @Setting(value = "A verification link works so long", byDefault = "7d")
        Duration verificationLife,

        @Setting(value = "A link to set a new password works so long", byDefault = "1h")
        Duration resetLife,

        @Setting(value = "Passwords hashed at once; each takes 19 MiB and a core", byDefault = "2")
        int hashing,

        @Setting(
                value = "Wrong passwords per e-mail address in five minutes, in each process; 0: no limit",
                byDefault = "10")
        int failedSignIns,

        @Setting(
                value = "E-mails about its account to one address in fifteen minutes, in each process; 0: no limit",
                byDefault = "3")
        int accountMails,

        @Setting("Addresses of people who operate the mall, once they have set their password by the link in an e-mail")
        List<String> operators) {
    public AccountsSettings {
        if (accessTokenLife.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("access-token-life must not be over 10m");
        }
    }
}
