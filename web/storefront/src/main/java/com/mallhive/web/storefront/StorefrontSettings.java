package com.mallhive.web.storefront;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Section {@code storefront}. */
public record StorefrontSettings(
        @Setting(value = "Cookies travel over https only; false for plain http on the own machine", byDefault = "true")
        boolean secureCookies,

        @Setting(
                value = "The sign-in page offers one-click sign-ins of the demo data; never in a real mall",
                byDefault = "false")
        boolean demoSignIns,

        @Setting(value = "Show the development mailbox at /mailbox; everybody's mail", byDefault = "false")
        boolean mailbox,

        @Setting(
                value = "E-mail addresses of the demo sign-ins: a buyer, a seller, an operator",
                byDefault = "emma.fischer@mallhive.example,jonas.petersen@mallhive.example,operator@mallhive.example")
        List<String> demoAccounts,

        @Setting(value = "Their common password, as the demo data sets it", byDefault = "honey-and-hexagons")
        String demoPassword,

        @Setting(value = "The currency that sellers enter prices in, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "How amounts and dates are written for visitors who state no region", byDefault = "en-IE")
        String locale,

        @Setting(
                value = "Origins of the hosted payment pages that the checkout may lead to",
                byDefault = "https://checkout.stripe.com")
        List<String> paymentOrigins,

        @Setting(value = "Live pages open at once; more are served without live updates", byDefault = "2000")
        int liveStreams,

        @Setting(
                value = "Failed sign-ins, registrations and password requests per minute and address; 0: no limit",
                byDefault = "30")
        int signInsPerMinute,

        @Setting(value = "How long a cart is remembered by the browser", byDefault = "30d")
        Duration cartLife) {}
