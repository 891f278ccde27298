CREATE TABLE payment (
    -- also Stripe's Idempotency-Key
    id             uuid PRIMARY KEY,
    order_id       uuid NOT NULL UNIQUE,
    -- RETURNING: money that came too late, on its way back to the buyer
    status         text NOT NULL
        CHECK (status IN ('PENDING', 'OPEN', 'SETTLED', 'RETURNING', 'FAILED', 'CANCELLED', 'REFUNDED')),
    currency       char(3) NOT NULL,
    amount         bigint NOT NULL CHECK (amount >= 0),
    -- per shop: what goes to the seller, to the mall, to the state
    shares         jsonb NOT NULL,
    intent_id      text,
    session_id     text,
    url            text NOT NULL DEFAULT '',
    failure        text NOT NULL DEFAULT '',
    -- somebody wants it called off; it is given back if it is paid all the same
    called_off     boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    -- when to ask Stripe about it, while it is unfinished
    check_at       timestamptz,
    version        bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 80);
CREATE INDEX payment_check ON payment (check_at) WHERE check_at IS NOT NULL;

-- Its id says what it is: "stripe_clearing", "seller_pending:" and the shop's id. One row per currency.
CREATE TABLE ledger_account (
    id       text NOT NULL,
    currency char(3) NOT NULL,
    kind     text NOT NULL
        CHECK (kind IN ('stripe_clearing', 'seller_pending', 'commission', 'tax_payable', 'refund_payable')),
    shop_id  uuid,
    PRIMARY KEY (id, currency),
    CHECK ((kind = 'seller_pending') = (shop_id IS NOT NULL))
);
CREATE INDEX ledger_account_shop ON ledger_account (shop_id) WHERE shop_id IS NOT NULL;

-- One row is one whole entry: the same amount in the same currency on both sides. An unbalanced posting cannot be written.
CREATE TABLE ledger_entry (
    -- what was posted, for example "settle:<payment>:0"; a repeated posting is refused
    cause      text PRIMARY KEY,
    -- entries are written by the statement that moves their payment, so that a foreign key would only cost
    payment_id uuid NOT NULL,
    debit      text NOT NULL,
    credit     text NOT NULL,
    amount     bigint NOT NULL CHECK (amount > 0),
    currency   char(3) NOT NULL,
    posted_at  timestamptz NOT NULL,
    CHECK (debit <> credit),
    FOREIGN KEY (debit, currency) REFERENCES ledger_account (id, currency),
    FOREIGN KEY (credit, currency) REFERENCES ledger_account (id, currency)
);
-- The accounts of the mall are in half of all entries and are read whole; only those of sellers are looked up.
CREATE INDEX ledger_entry_seller_debit ON ledger_entry (debit, currency) INCLUDE (amount) WHERE debit LIKE 'seller_pending:%';
CREATE INDEX ledger_entry_seller_credit ON ledger_entry (credit, currency) INCLUDE (amount) WHERE credit LIKE 'seller_pending:%';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: correct it with a reversing entry';
END
$$;
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

DO $$
DECLARE
    role text;
BEGIN
    FOR role IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
         WHERE table_schema = current_schema() AND table_name = 'ledger_entry' AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry FROM %I', role);
    END LOOP;
END
$$;

-- What Stripe has told, so that it takes effect once.
CREATE TABLE webhook_event (
    id           text PRIMARY KEY,
    type         text NOT NULL,
    received_at  timestamptz NOT NULL,
    -- null: received, its effect is not there yet
    processed_at timestamptz
);
CREATE INDEX webhook_event_received ON webhook_event USING brin (received_at);
