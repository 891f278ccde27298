-- Payment intents, checkout sessions and refunds; the rest is told from them.
CREATE TABLE document (
    id         text PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('payment_intent', 'checkout_session', 'refund')),
    created_at timestamptz NOT NULL,
    -- for open sessions
    expires_at timestamptz,
    data       text NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX document_newest ON document (kind, created_at DESC, id DESC);
CREATE INDEX document_expiry ON document (expires_at) WHERE expires_at IS NOT NULL;

-- Answers to requests, by their Idempotency-Key.
CREATE TABLE request (
    key        text PRIMARY KEY,
    hash       bytea NOT NULL,
    status     int NOT NULL,
    answer     text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX request_created ON request USING brin (created_at);

CREATE TABLE event (
    id              text PRIMARY KEY,
    type            text NOT NULL,
    created_at      timestamptz NOT NULL,
    data            text NOT NULL,
    attempts        int NOT NULL DEFAULT 0,
    -- null: delivered, or given up
    next_attempt_at timestamptz
) WITH (fillfactor = 80);
CREATE INDEX event_due ON event (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
