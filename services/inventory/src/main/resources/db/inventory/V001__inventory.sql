CREATE TABLE stock (
    offer_id uuid PRIMARY KEY,
    shop_id  uuid NOT NULL,
    on_hand  int NOT NULL CHECK (on_hand >= 0),
    reserved int NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    version  bigint NOT NULL DEFAULT 1,
    -- the last line against overselling
    CONSTRAINT stock_not_oversold CHECK (reserved <= on_hand)
);
CREATE INDEX stock_shop ON stock (shop_id, (on_hand - reserved), offer_id);

-- held -> committed -> returned, or held -> released; a row never goes back.
CREATE TABLE reservation (
    order_id   uuid PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('held', 'committed', 'released', 'returned')),
    expires_at timestamptz NOT NULL,
    -- when orders was last asked about it
    asked_at   timestamptz
);
CREATE INDEX reservation_held ON reservation (expires_at) WHERE state = 'held';

CREATE TABLE reservation_line (
    order_id uuid NOT NULL REFERENCES reservation,
    offer_id uuid NOT NULL REFERENCES stock,
    quantity int NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (order_id, offer_id)
);

-- What sellers changed by hand, and why.
CREATE TABLE movement (
    id       uuid PRIMARY KEY DEFAULT uuidv7(),
    offer_id uuid NOT NULL,
    delta    int NOT NULL,
    reason   text NOT NULL,
    by       uuid,
    at       timestamptz NOT NULL
);
CREATE INDEX movement_offer ON movement (offer_id, id DESC);
