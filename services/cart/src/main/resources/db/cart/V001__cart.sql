CREATE TABLE cart (
    -- random, not ordered: to a guest it is the key to the cart
    id         uuid PRIMARY KEY,
    account_id uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    -- merged into another: nothing can be changed any more
    closed_at  timestamptz
);
CREATE UNIQUE INDEX cart_open ON cart (account_id) WHERE account_id IS NOT NULL AND closed_at IS NULL;
CREATE INDEX cart_idle ON cart (updated_at);

CREATE TABLE cart_line (
    id       uuid PRIMARY KEY,
    cart_id  uuid NOT NULL REFERENCES cart ON DELETE CASCADE,
    offer_id uuid NOT NULL,
    quantity int NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    -- when it was put in, to tell of changes
    price    bigint NOT NULL,
    currency char(3) NOT NULL,
    UNIQUE (cart_id, offer_id)
);
