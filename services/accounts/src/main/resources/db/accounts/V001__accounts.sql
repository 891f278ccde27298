-- Keys of personal data: destroying a row erases the person everywhere.
CREATE TABLE person_key (
    person_id  uuid PRIMARY KEY,
    wrapped    bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE account (
    id            uuid PRIMARY KEY,
    -- keyed hash of the normalised address: found by it, not readable from it
    email_index   bytea NOT NULL UNIQUE,
    sealed_email  bytea NOT NULL,
    sealed_name   bytea NOT NULL,
    password_hash text NOT NULL,
    verified_at   timestamptz,
    operator      boolean NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL
);

-- One row is one family of refresh tokens; only the newest token of it is valid.
CREATE TABLE session (
    id           uuid PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    refresh_hash bytea NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    created_at   timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE shop (
    id          uuid PRIMARY KEY,
    owner_id    uuid NOT NULL UNIQUE REFERENCES account,
    slug        text NOT NULL UNIQUE,
    name        text NOT NULL,
    tagline     text NOT NULL,
    description text NOT NULL,
    city        text NOT NULL,
    country     text NOT NULL,
    created_at  timestamptz NOT NULL,
    version     bigint NOT NULL DEFAULT 1
);
CREATE INDEX shop_newest ON shop (created_at DESC, id DESC);

-- Keys that sign access tokens, sealed; the newest signs, all verify.
CREATE TABLE signing_key (
    id         text PRIMARY KEY,
    sealed_jwk bytea NOT NULL,
    created_at timestamptz NOT NULL
);
