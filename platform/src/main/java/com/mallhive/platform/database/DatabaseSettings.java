package com.mallhive.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * Where the services' databases are. {@code {service}} in an address or a user name stands for the service's name.
 *
 * @param url {@code jdbc:postgresql://host:port/{service}}; none: PostgreSQL runs inside MallHive, in the data folder
 * @param user the role that services run as: it reads and writes rows and cannot change tables
 * @param ownerUser the role that owns the tables and migrates them
 * @param replicaUrl a read replica, for reads that tolerate staleness
 * @param poolSize connections per service and process at most
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @Nullable String ownerUser,
        @Nullable String ownerPassword,
        @Nullable String replicaUrl,
        int poolSize) {
    public static final int DEFAULT_POOL_SIZE = 4;

    public DatabaseSettings {
        if (poolSize < 1) {
            throw new IllegalArgumentException("poolSize must be at least 1");
        }
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("url must start with jdbc:postgresql:");
        }
        if (url != null && user == null) {
            throw new IllegalArgumentException("url needs a user");
        }
    }

    /** PostgreSQL inside MallHive. */
    public static DatabaseSettings embedded() {
        return new DatabaseSettings(null, null, null, null, null, null, DEFAULT_POOL_SIZE);
    }

    /** A server elsewhere; the roles and databases exist already. */
    public static DatabaseSettings external(
            String url, String user, @Nullable String password, String ownerUser, @Nullable String ownerPassword) {
        return new DatabaseSettings(url, user, password, ownerUser, ownerPassword, null, DEFAULT_POOL_SIZE);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + ", ownerUser=" + ownerUser + ", replicaUrl="
                + replicaUrl + ", poolSize=" + poolSize + "]";
    }
}
