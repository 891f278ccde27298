package com.mallhive.web.edge;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code edge}. */
public record EdgeSettings(
        @Setting(value = "Largest body of a call, in bytes", byDefault = "1048576")
        int maxBody,

        @Setting(value = "Largest uploaded file, in bytes", byDefault = "10485760")
        int maxUpload,

        @Setting(
                value = "Failed sign-ins, registrations and password requests per minute and address; 0: no limit",
                byDefault = "30")
        int signInsPerMinute,

        @Setting(value = "Calls per second and address; 0: no limit", byDefault = "0")
        int callsPerSecond,

        @Setting(
                value =
                        "How often a silent event stream sends a comment, so that proxies keep it and lost clients are noticed",
                byDefault = "15s")
        Duration heartbeat) {}
