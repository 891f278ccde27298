ALTER TABLE orders ADD COLUMN discount bigint NOT NULL DEFAULT 0 CHECK (discount >= 0);
ALTER TABLE orders DROP CONSTRAINT orders_check;
ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total = items + shipping - discount);
-- discounts of lines stand in the lines
ALTER TABLE sub_order ADD COLUMN shipping_discounts jsonb NOT NULL DEFAULT '[]';

CREATE TABLE promotion (
    id             uuid PRIMARY KEY,
    -- whose goods; null: the mall's own promotion, of all goods
    shop_id        uuid,
    name           text NOT NULL,
    -- null: it comes by itself
    code           text UNIQUE CHECK (code = upper(code)),
    kind           text NOT NULL
        CHECK (kind IN ('PERCENTAGE', 'AMOUNT_OFF', 'BUY_GET_FREE', 'FREE_SHIPPING', 'TIERED')),
    basis_points   int,
    amount         bigint,
    buy_quantity   int,
    free_quantity  int,
    tiers          jsonb,
    priority       int NOT NULL,
    exclusive      boolean NOT NULL,
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz,
    currency       char(3) NOT NULL,
    minimum_spend  bigint NOT NULL CHECK (minimum_spend >= 0),
    -- whether orders count on this row: those of a promotion without limits do not wait for one another
    counted        boolean NOT NULL,
    max_uses       int,
    max_per_buyer  int,
    budget         bigint,
    used           bigint NOT NULL DEFAULT 0 CHECK (used >= 0),
    spent          bigint NOT NULL DEFAULT 0 CHECK (spent >= 0),
    created_at     timestamptz NOT NULL,
    changed_xid    xid8 NOT NULL DEFAULT pg_current_xact_id(),
    -- the limits: an order that would exceed one is not written, with all that its statement does
    CONSTRAINT promotion_uses CHECK (used <= max_uses),
    CONSTRAINT promotion_budget CHECK (spent <= budget),
    CONSTRAINT promotion_counted CHECK (counted OR (max_uses IS NULL AND max_per_buyer IS NULL AND budget IS NULL)),
    CONSTRAINT promotion_buyer_known CHECK (max_per_buyer IS NULL OR code IS NOT NULL)
);
CREATE INDEX promotion_changed ON promotion (changed_xid);
CREATE INDEX promotion_newest ON promotion (created_at DESC, id DESC);
CREATE INDEX promotion_shop ON promotion (shop_id, created_at DESC, id DESC);

-- how often a buyer has used a promotion with a limit per buyer
CREATE TABLE promotion_buyer (
    promotion_id uuid NOT NULL REFERENCES promotion,
    -- keyed hash of the account, or of a guest's e-mail address
    buyer        text NOT NULL,
    used         int NOT NULL CHECK (used >= 0),
    at_most      int NOT NULL,
    PRIMARY KEY (promotion_id, buyer),
    CONSTRAINT promotion_buyer_uses CHECK (used <= at_most)
);

CREATE TABLE redemption (
    order_id     uuid NOT NULL REFERENCES orders,
    promotion_id uuid NOT NULL REFERENCES promotion,
    buyer        text NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    created_at   timestamptz NOT NULL,
    -- when the order was cancelled
    returned_at  timestamptz,
    PRIMARY KEY (order_id, promotion_id)
);
CREATE INDEX redemption_promotion ON redemption (promotion_id) INCLUDE (amount) WHERE returned_at IS NULL;
