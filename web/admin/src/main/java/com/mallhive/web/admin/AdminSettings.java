package com.mallhive.web.admin;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Section {@code admin}. */
public record AdminSettings(
        @Setting(value = "Cookies travel over https only; false for plain http on the own machine", byDefault = "true")
        boolean secureCookies,

        @Setting(value = "Operators sign in again after this time", byDefault = "12h")
        Duration sessionLife,

        @Setting(value = "Failed sign-ins per minute and address; 0: no limit", byDefault = "30")
        int signInsPerMinute,

        @Setting("Host names of the operators' pages beside those of this machine and of http.public-url")
        List<String> hosts,

        @Setting(value = "The currency of figures that have none because nothing was sold, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "How amounts and dates are written", byDefault = "en-IE")
        String locale) {}
