package com.mallhive.platform.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL or the way to it reported. The message carries no values of the statement. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final @Nullable String constraint;
    private final boolean outcomeUnknown;

    DatabaseException(SQLException cause) {
        this(cause, false);
    }

    DatabaseException(SQLException cause, boolean outcomeUnknown) {
        super(describe(cause), cause);
        this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
        ServerErrorMessage server = server(cause);
        this.constraint = server == null ? null : server.getConstraint();
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Five characters, see appendix A of PostgreSQL's manual; empty where the driver gives none. */
    public String sqlState() {
        return sqlState;
    }

    /** The violated constraint, when there is one. */
    public @Nullable String constraint() {
        return constraint;
    }

    public boolean isUniqueViolation() {
        return sqlState.equals("23505");
    }

    public boolean isCheckViolation() {
        return sqlState.equals("23514");
    }

    public boolean isForeignKeyViolation() {
        return sqlState.equals("23503");
    }

    /** Class 22: a value that no column can hold, for example a text with U+0000 in it. */
    public boolean isBadValue() {
        return sqlState.startsWith("22");
    }

    /** The statement was cancelled: the deadline passed or the caller went away. */
    public boolean isCancelled() {
        return sqlState.equals("57014");
    }

    /** Deadlock or serialization failure: running the whole transaction again may succeed. */
    public boolean isRetryable() {
        return sqlState.equals("40001") || sqlState.equals("40P01");
    }

    /** The database cannot be reached or has no connection left. */
    public boolean isUnavailable() {
        return sqlState.startsWith("08")
                || sqlState.startsWith("57P")
                || sqlState.startsWith("53")
                || sqlState.isEmpty();
    }

    /** The connection broke during COMMIT: whether the change is there must be looked up by its key. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    private static String describe(SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        // Class 22 quotes the value that it cannot take.
        if (state.startsWith("22")) {
            return "SQLState " + state + ": a value that does not fit";
        }
        ServerErrorMessage server = server(cause);
        String text = server == null ? cause.getMessage() : server.getMessage();
        return "SQLState " + state + ": " + text;
    }

    /** What the server said: a batch wraps it, as the exception's cause or as the next one. */
    private static @Nullable ServerErrorMessage server(SQLException failure) {
        for (Throwable each : failure) {
            if (each instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
                return postgres.getServerErrorMessage();
            }
        }
        return null;
    }
}
