package com.mallhive.app;

import com.mallhive.platform.settings.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Section {@code mall}: what concerns the whole process. */
record MallSettings(
        @Setting("File with the master key, 32 bytes in Base64; not set: made in the data folder") @Nullable
        Path masterKey,

        @Setting("Folder of files such as pictures; not set: in the data folder") @Nullable
        Path files,

        @Setting("Folder of the development certificate authority; not set: in the data folder") @Nullable
        Path authority,

        @Setting(value = "auto: JSON unless in a terminal; json; text", byDefault = "auto")
        LogFormat logFormat,

        @Setting(value = "Log level of the mall's own code: debug, info, warn, error", byDefault = "info")
        String logLevel) {
    enum LogFormat {
        AUTO,
        JSON,
        TEXT
    }
}
