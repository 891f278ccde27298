package com.mallhive.app.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** What a run costs: CPU of this JVM and of PostgreSQL, and the statements that PostgreSQL has counted. */
final class Meter {
    /** Statements after the answer: events on their way, their effects, e-mail, jobs. */
    private static final String LATER =
            "(query ~* '(inbox|scheduled_tasks|webhook|dead_letter|\\ymail\\y|alert|bought|sold|sales_hour|availability)'"
                    + " OR query ~* '^\\s*(update|delete from|with \\w+ as \\(\\s*delete from) outbox'"
                    + " OR query ~* 'mine AS \\(\\s*SELECT order_id, state FROM reservation'"
                    + " OR query ~* 'array_agg|changed_xid >=|pg_snapshot_xmin')";

    private static final String COUNT =
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                    + " WHERE d.datname NOT IN ('sandbox', 'postgres') AND query !~* '^\\s*(begin|commit|rollback|set|show)'";
    private static final long TICKS_PER_SECOND = 100;

    private final Connection statistics;
    private final long postmaster;

    /** A moment. */
    record Reading(long nanos, long jvmNanos, long postgresNanos, long statements, long answered) {}

    Meter(Connection statistics, long postmaster) {
        this.statistics = statistics;
        this.postmaster = postmaster;
    }

    Reading read() {
        long jvm = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
        return new Reading(System.nanoTime(), jvm, postgresNanos(), count(""), count(" AND NOT " + LATER));
    }

    /** Memory that JVM and PostgreSQL hold together, shared pages counted once, in MiB. */
    long memoryMiB() {
        return Stream.concat(Stream.of(ProcessHandle.current().pid()), postgres().stream())
                        .mapToLong(Meter::proportional)
                        .sum()
                >> 10;
    }

    private long count(String filter) {
        try (Statement statement = statistics.createStatement();
                ResultSet rs = statement.executeQuery(COUNT + filter)) {
            rs.next();
            return rs.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("pg_stat_statements cannot be read", e);
        }
    }

    /** CPU of the server with all its processes, those that have ended too. */
    private long postgresNanos() {
        long ticks = 0;
        for (long pid : postgres()) {
            try {
                String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                if (pid == postmaster) {
                    ticks += Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
                }
            } catch (IOException e) {
                // it has ended meanwhile; its time is with the postmaster now
            }
        }
        return ticks * (1_000_000_000L / TICKS_PER_SECOND);
    }

    private List<Long> postgres() {
        return Stream.concat(
                        Stream.of(postmaster),
                        ProcessHandle.of(postmaster).stream()
                                .flatMap(ProcessHandle::descendants)
                                .map(ProcessHandle::pid))
                .toList();
    }

    private static long proportional(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
