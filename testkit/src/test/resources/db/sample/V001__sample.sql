CREATE TABLE counter (
    name  text   PRIMARY KEY,
    value bigint NOT NULL CONSTRAINT counter_not_negative CHECK (value >= 0)
);

CREATE TABLE seen (
    position bigint      GENERATED ALWAYS AS IDENTITY,
    id       uuid        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    text     text        NOT NULL
);
