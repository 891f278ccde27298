package com.mallhive.app;

import com.mallhive.platform.database.DatabaseSettings;
import com.mallhive.platform.settings.Setting;
import org.jspecify.annotations.Nullable;

/** Section {@code database}. */
record PostgresSettings(
        @Setting("jdbc:postgresql://host:port/{service}; not set: PostgreSQL runs inside MallHive, in the data folder")
        @Nullable
        String url,

        @Setting("The role that services run as; {service} stands for the service") @Nullable
        String user,

        @Setting(value = "Its password", secret = true) @Nullable
        String password,

        @Setting("The role that owns the tables and migrates them") @Nullable
        String ownerUser,

        @Setting(value = "Its password", secret = true) @Nullable
        String ownerPassword,

        @Setting("A read replica for reads that tolerate staleness") @Nullable
        String replicaUrl,

        @Setting(value = "Connections per service and process", byDefault = "4")
        int poolSize,

        @Setting(value = "Count statements with pg_stat_statements (embedded server; for benches)", byDefault = "false")
        boolean statistics) {
    DatabaseSettings forPlatform() {
        return new DatabaseSettings(url, user, password, ownerUser, ownerPassword, replicaUrl, poolSize);
    }
}
