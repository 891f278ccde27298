-- Events on their way out: written in the transaction of the change, leased by the relay, deleted when every subscriber has them.
CREATE TABLE outbox (
    id           uuid        PRIMARY KEY,
    type         text        NOT NULL,
    aggregate_id text        NOT NULL,
    version      bigint      NOT NULL,
    payload      text        NOT NULL,
    trace_parent text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    attempts     int         NOT NULL DEFAULT 0
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

-- Events that came in. The row stays for a while after its work is done, so that a second delivery is known as such.
CREATE TABLE inbox (
    event_id        uuid        PRIMARY KEY,
    type            text        NOT NULL,
    source          text        NOT NULL,
    aggregate_id    text        NOT NULL,
    version         bigint      NOT NULL,
    occurred_at     timestamptz NOT NULL,
    trace_parent    text,
    payload         text        NOT NULL,
    received_at     timestamptz NOT NULL DEFAULT now(),
    position        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    attempts        int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    done_at         timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500);

CREATE INDEX inbox_pending ON inbox (position) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox (done_at) WHERE done_at IS NOT NULL;

-- Events that no handler could take, with the reason; an operator looks, then replays or discards them.
CREATE TABLE dead_letter (
    event_id     uuid        PRIMARY KEY,
    type         text        NOT NULL,
    source       text        NOT NULL,
    aggregate_id text        NOT NULL,
    version      bigint      NOT NULL,
    occurred_at  timestamptz NOT NULL,
    trace_parent text,
    payload      text        NOT NULL,
    reason       text        NOT NULL,
    failed_at    timestamptz NOT NULL DEFAULT now(),
    parked       boolean     NOT NULL DEFAULT false
);

-- Answers to calls with an Idempotency-Key: the row commits together with the effect of the call.
CREATE TABLE idempotency (
    caller       text        NOT NULL,
    rpc          text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       text        NOT NULL,
    answer       bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '24 hours',
    PRIMARY KEY (caller, rpc, key)
);

CREATE INDEX idempotency_expiry ON idempotency (expires_at);

-- Work for later; columns as db-scheduler wants them.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat) WHERE picked;

-- Jobs that failed too often, kept for an operator.
CREATE TABLE parked_job (
    name      text        NOT NULL,
    id        text        NOT NULL,
    data      text        NOT NULL,
    reason    text        NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, id)
);
