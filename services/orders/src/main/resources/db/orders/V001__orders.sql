CREATE TABLE orders (
    -- derived from the caller and the Idempotency-Key: this row is the key's row
    id           uuid PRIMARY KEY,
    request_hash bytea NOT NULL,
    number       text NOT NULL UNIQUE,
    buyer_id     uuid,
    cart_id      uuid NOT NULL,
    status       text NOT NULL
        CHECK (status IN ('AWAITING_PAYMENT', 'PAID', 'SHIPPED', 'CANCELLING', 'CANCELLED')),
    currency     char(3) NOT NULL,
    items        bigint NOT NULL CHECK (items >= 0),
    shipping     bigint NOT NULL CHECK (shipping >= 0),
    tax          bigint NOT NULL CHECK (tax >= 0),
    total        bigint NOT NULL,
    -- whose key seals the contact: the buyer, or for a guest the order itself
    person_id    uuid NOT NULL,
    contact      bytea NOT NULL,
    payment_url  text NOT NULL DEFAULT '',
    note         text NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    paid_at      timestamptz,
    version      bigint NOT NULL DEFAULT 1,
    CHECK (total = items + shipping)
);
CREATE INDEX orders_buyer ON orders (buyer_id, created_at DESC, id DESC) WHERE buyer_id IS NOT NULL;
CREATE INDEX orders_newest ON orders (created_at DESC, id DESC);
CREATE INDEX orders_status ON orders (status, created_at DESC, id DESC);

CREATE TABLE sub_order (
    id              uuid PRIMARY KEY,
    order_id        uuid NOT NULL REFERENCES orders,
    position        int NOT NULL,
    shop_id         uuid NOT NULL,
    shop_name       text NOT NULL,
    -- what was sold, as it was then
    lines           jsonb NOT NULL,
    shipping        bigint NOT NULL,
    tax             bigint NOT NULL,
    commission      bigint NOT NULL,
    total           bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    carrier         text,
    tracking_number text,
    shipped_at      timestamptz,
    CHECK (commission + tax <= total)
);
CREATE INDEX sub_order_order ON sub_order (order_id);
CREATE INDEX sub_order_shop ON sub_order (shop_id, created_at DESC, order_id DESC);
