-- What visitors did, who have agreed to it. No addresses, no accounts: a visit is a random name.
CREATE TABLE visit_event (
    id         uuid PRIMARY KEY DEFAULT uuidv7(),
    visit_id   uuid NOT NULL,
    type       text NOT NULL,
    path       text NOT NULL,
    product_id uuid,
    at         timestamptz NOT NULL
);
CREATE INDEX visit_event_at ON visit_event USING brin (at);

-- Sums per hour; the shop of all zeros is the whole mall. Additive: an order counts once by its inbox row.
CREATE TABLE sales_hour (
    hour     timestamptz NOT NULL,
    shop_id  uuid NOT NULL,
    currency char(3) NOT NULL,
    revenue  bigint NOT NULL,
    orders   bigint NOT NULL,
    units    bigint NOT NULL,
    PRIMARY KEY (shop_id, hour, currency)
);

CREATE TABLE product_sales (
    day        date NOT NULL,
    product_id uuid NOT NULL,
    shop_id    uuid NOT NULL,
    title      text NOT NULL,
    currency   char(3) NOT NULL,
    units      bigint NOT NULL,
    revenue    bigint NOT NULL,
    PRIMARY KEY (day, product_id, currency)
);
CREATE INDEX product_sales_shop ON product_sales (shop_id, day);

CREATE TABLE registrations (
    day   date PRIMARY KEY,
    count bigint NOT NULL
);
