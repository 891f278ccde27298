CREATE TABLE category (
    id          uuid PRIMARY KEY,
    slug        text NOT NULL UNIQUE,
    name        text NOT NULL,
    parent_id   uuid REFERENCES category,
    position    int NOT NULL DEFAULT 0,
    picture_url text NOT NULL DEFAULT '',
    CHECK (parent_id <> id)
);
CREATE INDEX category_parent ON category (parent_id);

-- Shops as accounts tells of them.
CREATE TABLE shop (
    id      uuid PRIMARY KEY,
    slug    text NOT NULL,
    name    text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE product (
    id          uuid PRIMARY KEY,
    shop_id     uuid NOT NULL REFERENCES shop,
    slug        text NOT NULL UNIQUE,
    title       text NOT NULL,
    description text NOT NULL,
    brand       text NOT NULL,
    category_id uuid REFERENCES category,
    published   boolean NOT NULL DEFAULT false,
    -- [{"name": …, "values": […]}] in the order to show
    options     jsonb NOT NULL,
    -- [{"id": …, "width": …, "height": …, "alt": …}] in the order to show
    pictures    jsonb NOT NULL,
    -- lowest price among the variants, for filters
    min_price   bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint NOT NULL DEFAULT 1,
    changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX product_newest ON product (created_at DESC, id DESC) WHERE published;
CREATE INDEX product_shop ON product (shop_id, created_at DESC, id DESC);
CREATE INDEX product_category ON product (category_id, created_at DESC, id DESC) WHERE published;
CREATE INDEX product_changed ON product (changed_xid);

-- A variant and the shop's offer of it; an offer id never comes to mean something else.
CREATE TABLE variant (
    id           uuid PRIMARY KEY,
    offer_id     uuid NOT NULL UNIQUE,
    product_id   uuid NOT NULL REFERENCES product ON DELETE CASCADE,
    shop_id      uuid NOT NULL,
    sku          text NOT NULL,
    -- [{"name": …, "value": …}] in the order of the product's options
    options      jsonb NOT NULL,
    price        bigint NOT NULL CHECK (price > 0),
    compare_at   bigint CHECK (compare_at > 0),
    currency     char(3) NOT NULL,
    picture_id   text NOT NULL,
    weight_grams int NOT NULL CHECK (weight_grams >= 0),
    position     int NOT NULL,
    UNIQUE (shop_id, sku)
);
CREATE INDEX variant_product ON variant (product_id);

CREATE TABLE upload (
    id           uuid PRIMARY KEY,
    shop_id      uuid NOT NULL,
    content_type text NOT NULL,
    size         bigint NOT NULL,
    expires_at   timestamptz NOT NULL
);

-- Pictures that passed the checks; a product may show those of its own shop.
CREATE TABLE picture (
    shop_id uuid NOT NULL,
    id      text NOT NULL,
    width   int NOT NULL,
    height  int NOT NULL,
    alt     text NOT NULL,
    PRIMARY KEY (shop_id, id)
);
