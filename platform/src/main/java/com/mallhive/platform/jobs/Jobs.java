package com.mallhive.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.telemetry.Trace;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs of one service: written in the transaction that needs them done, run after it has committed, tried again with growing
 * waits, parked in {@code parked_job} when nothing helps. And work that recurs, in one process at a time.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;

    private static final String SCHEDULE = """
            INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
            VALUES (?, ?, ?, ?, false, 0, 1)
            ON CONFLICT (task_name, task_instance) DO NOTHING
            """;
    private static final String CANCEL =
            "DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? AND NOT picked";
    private static final String PARK = """
            WITH job AS (
                DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? RETURNING task_name, task_instance
            )
            INSERT INTO parked_job (name, id, data, reason)
            SELECT task_name, task_instance, ?, ? FROM job
            ON CONFLICT (name, id) DO UPDATE SET data = excluded.data, reason = excluded.reason, parked_at = now()
            """;
    private static final String RELEASE = """
            UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
            WHERE picked
            """;

    private final Database database;
    private final JobSettings settings;
    private final Clock clock;
    private final Map<String, Task<?>> tasks = new HashMap<>();
    private final List<RecurringTask<?>> recurring = new ArrayList<>();
    /** Time between looks for due jobs: recurring work that is done more often than the settings say shortens it. */
    private Duration poll;

    private @Nullable Running running;

    private record Running(
            Scheduler scheduler, ExecutorService workers, ExecutorService poller, ScheduledExecutorService timer) {}

    public Jobs(Database database) {
        this(database, JobSettings.DEFAULT, Clock.systemUTC());
    }

    public Jobs(Database database, JobSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.poll = settings.poll();
        this.clock = clock;
    }

    /** Work that is done again and again, the given time after its last end, in one process at a time. */
    public void recurring(String name, Duration every, Runnable work) {
        RecurringTask<Void> task =
                Tasks.recurring(name, FixedDelay.of(every)).execute((instance, context) -> work.run());
        register(name, task);
        recurring.add(task);
        poll = every.compareTo(poll) < 0 ? every : poll;
    }

    /** Who does the jobs of this name. */
    public void handler(String name, JobHandler work) {
        register(
                name,
                Tasks.oneTime(name, JobData.class)
                        .onFailure(this::failed)
                        .execute((instance, context) -> run(work, instance.getId(), instance.getData())));
    }

    /**
     * A job in the caller's transaction: it runs if and only if that commits. Name and id are the job: while one waits, scheduling
     * it again changes nothing.
     */
    public void schedule(Session session, String name, String id, String data, Instant at) throws SQLException {
        if (!tasks.containsKey(name)) {
            throw new IllegalArgumentException("no handler for the job " + name);
        }
        try (PreparedStatement insert = session.jdbc().prepareStatement(SCHEDULE)) {
            insert.setString(1, name);
            insert.setString(2, id);
            insert.setBytes(3, taskData(data));
            insert.setObject(4, at.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
        session.afterCommit(() -> wakeAt(at));
    }

    /** What {@code scheduled_tasks.task_data} holds for a job of the current trace, for statements that write the row themselves. */
    public static byte[] taskData(String data) {
        Trace trace = Trace.current();
        return new JobData(trace == null ? null : trace.traceParent(), data).bytes();
    }

    /** Takes back a job that has not begun; false: there is none such. */
    public boolean cancel(Session session, String name, String id) throws SQLException {
        try (PreparedStatement delete = session.jdbc().prepareStatement(CANCEL)) {
            delete.setString(1, name);
            delete.setString(2, id);
            return delete.executeUpdate() > 0;
        }
    }

    /** For a statement that wrote the row into {@code scheduled_tasks} itself: looks for due jobs at that time. */
    public void wakeAt(Instant at) {
        Running now = running;
        if (now == null) {
            return;
        }
        Duration wait = Duration.between(clock.instant(), at);
        if (!wait.isPositive()) {
            now.scheduler.triggerCheckForDueExecutions();
        } else if (wait.compareTo(poll) < 0) {
            var _ = now.timer.schedule(
                    now.scheduler::triggerCheckForDueExecutions, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    public void start() {
        if (running != null || tasks.isEmpty()) {
            return;
        }
        if (settings.alone()) {
            release();
        }
        ThreadFactory threads =
                Thread.ofVirtual().name(database.service() + "-jobs-", 0).factory();
        ExecutorService workers = Executors.newFixedThreadPool(settings.threads(), threads);
        ExecutorService poller = Executors.newSingleThreadExecutor(threads);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, threads);
        Scheduler scheduler = Scheduler.create(
                        database.dataSource(),
                        tasks.values().stream()
                                .filter(task -> !recurring.contains(task))
                                .toList())
                .startTasks(recurring)
                .schedulerName(new SchedulerName.Fixed(database.service() + "-" + UUID.randomUUID()))
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .serializer(new Text())
                .clock(clock::instant)
                .threads(settings.threads())
                .executorService(workers)
                .dueExecutor(poller)
                .housekeeperExecutor(timer)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(poll)
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .shutdownMaxWait(STOP)
                .failureLogging(LogLevel.OFF, false)
                .build();
        running = new Running(scheduler, workers, poller, timer);
        scheduler.start();
    }

    /** Lets running jobs end, for some seconds; then they are interrupted and start again later. */
    public void stop() {
        Running was = running;
        running = null;
        if (was != null) {
            was.scheduler.stop();
            was.timer.shutdownNow();
            was.poller.shutdownNow();
            was.workers.shutdownNow();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void register(String name, Task<?> task) {
        if (running != null) {
            throw new IllegalStateException("jobs are registered before the start");
        }
        if (tasks.putIfAbsent(name, task) != null) {
            throw new IllegalArgumentException("two handlers for the job " + name);
        }
    }

    private static void run(JobHandler work, String id, @Nullable JobData job) {
        String traceParent = job == null ? null : job.traceParent();
        String data = job == null ? "" : job.data();
        try {
            Trace.from(traceParent).<Boolean, Exception>call(() -> {
                work.run(id, data);
                return true;
            });
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void failed(ExecutionComplete result, ExecutionOperations<JobData> operations) {
        var execution = result.getExecution();
        String name = execution.getTaskName();
        String id = execution.getId();
        int failures = execution.consecutiveFailures + 1;
        Throwable cause = result.getCause().orElse(null);
        if (failures >= settings.attempts()) {
            LOG.error(
                    "{}: the job {} {} is parked after {} attempts: {}",
                    database.service(),
                    name,
                    id,
                    failures,
                    reason(cause));
            LOG.debug("why", cause);
            park(name, id, execution.taskInstance.getData() instanceof JobData job ? job.data() : "", reason(cause));
            return;
        }
        Instant next = clock.instant().plus(settings.backoff(failures));
        LOG.warn(
                "{}: the job {} {} failed, attempt {}, next at {}: {}",
                database.service(),
                name,
                id,
                failures,
                next,
                reason(cause));
        operations.reschedule(result, next);
        wakeAt(next);
    }

    private void park(String name, String id, String data, String reason) {
        database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(PARK)) {
                statement.setString(1, name);
                statement.setString(2, id);
                statement.setString(3, data);
                statement.setString(4, reason);
                return statement.executeUpdate();
            }
        });
    }

    /** The class alone: a message may quote what a person has typed. */
    private static String reason(@Nullable Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return root == null ? "unknown" : root.getClass().getSimpleName();
    }

    private void release() {
        int count = database.statement(session -> {
            try (Statement statement = session.jdbc().createStatement()) {
                return statement.executeUpdate(RELEASE);
            }
        });
        if (count > 0) {
            LOG.info("{}: {} jobs that a killed process had begun start again", database.service(), count);
        }
    }

    /** A job's data and the trace that asked for it; stored as the trace's header, a line feed, the data. */
    private record JobData(@Nullable String traceParent, String data) {
        byte[] bytes() {
            return ((traceParent == null ? "" : traceParent) + "\n" + data).getBytes(StandardCharsets.UTF_8);
        }

        static JobData of(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            return new JobData(end <= 0 ? null : text.substring(0, end), text.substring(end + 1));
        }
    }

    private static final class Text implements Serializer {
        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
            return data instanceof JobData job ? job.bytes() : null;
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] bytes) {
            return bytes == null || !type.equals(JobData.class) ? null : type.cast(JobData.of(bytes));
        }
    }
}
