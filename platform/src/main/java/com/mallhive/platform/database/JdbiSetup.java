package com.mallhive.platform.database;

import java.lang.reflect.Type;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/** JDBI as every service uses it: on the connection of the current session, with PostgreSQL's own UUID and timestamptz. */
final class JdbiSetup {
    private JdbiSetup() {}

    static Jdbi onConnectionOf(Supplier<Connection> current) {
        Jdbi jdbi = Jdbi.create(new SessionConnection(current));
        // The session ends the transaction, not the handle.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        // Messages of exceptions end up in logs, where no argument belongs.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        jdbi.registerArrayType(UUID.class, "uuid");
        jdbi.registerArrayType(String.class, "text");
        jdbi.registerArrayType(Long.class, "bigint");
        jdbi.registerArrayType(Integer.class, "int");
        jdbi.registerArrayType(Boolean.class, "boolean");
        jdbi.registerArgument(new ArrayArgument());
        jdbi.registerArgument(new UuidArgument());
        jdbi.registerArgument(new InstantArgument());
        jdbi.registerColumnMapper(UUID.class, (row, column, context) -> row.getObject(column, UUID.class));
        jdbi.registerColumnMapper(Instant.class, (row, column, context) -> {
            OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
            return time == null ? null : time.toInstant();
        });
        return jdbi;
    }

    private record SessionConnection(Supplier<Connection> current) implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return current.get();
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            // The connection belongs to the session.
        }
    }

    private static final class ArrayArgument implements ArgumentFactory {
        @Override
        public Optional<Argument> build(Type type, @Nullable Object value, ConfigRegistry config) {
            return value instanceof Array array
                    ? Optional.of((position, statement, context) -> statement.setArray(position, array))
                    : Optional.empty();
        }
    }

    private static final class UuidArgument extends AbstractArgumentFactory<UUID> {
        UuidArgument() {
            super(Types.OTHER);
        }

        @Override
        protected Argument build(UUID value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value);
        }
    }

    private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
        InstantArgument() {
            super(Types.TIMESTAMP_WITH_TIMEZONE);
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setObject(position, value.atOffset(ZoneOffset.UTC));
        }
    }
}
