-- The newest state of each product, as ProductChanged told it; every replica's index follows this table.
CREATE TABLE product (
    id          uuid PRIMARY KEY,
    version     bigint NOT NULL,
    -- the event as proto JSON; empty when the product is gone
    state       text NOT NULL,
    changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX product_changed ON product (changed_xid);

CREATE TABLE availability (
    offer_id    uuid PRIMARY KEY,
    version     bigint NOT NULL,
    available   boolean NOT NULL,
    changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX availability_changed ON availability (changed_xid);

-- How often two products were in one order; both directions.
CREATE TABLE bought_together (
    product_id uuid NOT NULL,
    other_id   uuid NOT NULL,
    orders     int NOT NULL,
    PRIMARY KEY (product_id, other_id)
);

CREATE TABLE sold (
    day        date NOT NULL,
    product_id uuid NOT NULL,
    orders     int NOT NULL,
    PRIMARY KEY (day, product_id)
);

CREATE TABLE bought (
    buyer_id   uuid NOT NULL,
    product_id uuid NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (buyer_id, product_id)
);
