package com.mallhive.payments.sandbox;

import com.mallhive.platform.settings.Setting;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Section {@code sandbox}. */
public record SandboxSettings(
        @Setting("Where events are delivered; not set: nowhere") @Nullable
        URI webhookUrl,

        @Setting(value = "The secret that signs webhooks", byDefault = "whsec_sandbox", secret = true)
        String webhookSecret,

        @Setting(value = "The key that callers present", byDefault = "sk_test_sandbox", secret = true)
        String apiKey,

        @Setting("The address of the hosted pages for browsers; not set: the one that the request came to") @Nullable
        URI publicUrl) {}
