-- E-mails to write and send. What they say is made when they are sent; only direct ones carry their (sealed) content.
CREATE TABLE mail (
    id           uuid PRIMARY KEY,
    template     text NOT NULL,
    order_id     uuid,
    shop_id      uuid,
    sealed       bytea,
    created_at   timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    attempts     int NOT NULL DEFAULT 0,
    sent_at      timestamptz,
    failure      text
);
CREATE INDEX mail_due ON mail (due_at) WHERE sent_at IS NULL AND failure IS NULL;
CREATE INDEX mail_sent ON mail (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE alert (
    id          uuid PRIMARY KEY,
    -- an account, or a shop
    recipient   uuid NOT NULL,
    kind        text NOT NULL,
    title       text NOT NULL,
    subject     text NOT NULL,
    at          timestamptz NOT NULL,
    changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX alert_recipient ON alert (recipient, id DESC);
CREATE INDEX alert_changed ON alert (changed_xid);
