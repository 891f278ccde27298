package com.mallhive.cart.store;

import com.mallhive.cart.domain.CartContent;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQL of carts. Every operation is one statement that answers with the cart as it is afterwards. A cart is found by its id,
 * and by its owner where it has one: a stranger's cart is not there.
 */
public final class CartStore {
    /** The open cart, locked. Parameters: cart, account. */
    private static final String MINE = """
            WITH mine AS (
                UPDATE cart SET updated_at = ?
                 WHERE id = ? AND closed_at IS NULL AND (account_id IS NULL OR account_id = ?::uuid)
                RETURNING id),
            """;

    /** Puts nothing where the other lines fill the cart, or where the line would have too many pieces. */
    private static final String ADD = MINE + """
            others AS (
                SELECT l.* FROM cart_line l WHERE l.cart_id = ? AND l.offer_id <> ?),
            put AS (
                INSERT INTO cart_line (id, cart_id, offer_id, quantity, price, currency)
                SELECT ?, mine.id, ?, ?, ?, ? FROM mine WHERE (SELECT count(*) FROM others) < ?
                ON CONFLICT (cart_id, offer_id) DO UPDATE SET
                    quantity = cart_line.quantity + EXCLUDED.quantity,
                    price = EXCLUDED.price, currency = EXCLUDED.currency
                    WHERE cart_line.quantity + EXCLUDED.quantity <= ?
                RETURNING *)
            SELECT mine.id AS found, EXISTS (SELECT FROM put) AS changed, l.* FROM mine LEFT JOIN (
                SELECT * FROM put UNION ALL SELECT * FROM others) l ON true
            """;

    private static final String CHANGE = MINE + """
            put AS (
                UPDATE cart_line l SET quantity = ? FROM mine WHERE l.cart_id = mine.id AND l.id = ? RETURNING l.*)
            SELECT mine.id AS found, EXISTS (SELECT FROM put) AS changed, l.* FROM mine LEFT JOIN (
                SELECT * FROM put
                UNION ALL SELECT * FROM cart_line WHERE cart_id = ? AND id <> ?) l ON true
            """;

    private static final String REMOVE = MINE + """
            gone AS (
                DELETE FROM cart_line l USING mine WHERE l.cart_id = mine.id AND l.id = ? RETURNING l.id)
            SELECT mine.id AS found, EXISTS (SELECT FROM gone) AS changed, l.*
              FROM mine LEFT JOIN cart_line l ON l.cart_id = mine.id AND l.id <> ?
            """;

    private static final String READ = """
            SELECT c.id AS found, l.* FROM cart c LEFT JOIN cart_line l ON l.cart_id = c.id
             WHERE c.id = ? AND c.closed_at IS NULL AND (c.account_id IS NULL OR c.account_id = ?::uuid)
            """;

    /**
     * What fits goes over, the oldest lines first: the account's own lines stay, and a line of both carts has the sum of their
     * pieces, up to the most that a line can have.
     */
    private static final String MERGE = """
            WITH guest AS (
                UPDATE cart SET closed_at = ?, merged_into = ?
                 WHERE id = ? AND account_id IS NULL AND closed_at IS NULL
                RETURNING id),
            own AS (
                SELECT offer_id FROM cart_line WHERE cart_id = ?),
            theirs AS (
                SELECT l.*, o.offer_id IS NOT NULL AS known,
                       count(*) FILTER (WHERE o.offer_id IS NULL) OVER (ORDER BY l.id) AS place
                  FROM cart_line l JOIN guest ON l.cart_id = guest.id LEFT JOIN own o ON o.offer_id = l.offer_id),
            put AS (
                INSERT INTO cart_line (id, cart_id, offer_id, quantity, price, currency)
                SELECT uuidv7(), ?, offer_id, quantity, price, currency FROM theirs
                 WHERE known OR place + (SELECT count(*) FROM own) <= ?
                ON CONFLICT (cart_id, offer_id) DO UPDATE SET
                    quantity = least(cart_line.quantity + EXCLUDED.quantity, ?)
                RETURNING 1)
            SELECT (SELECT count(*) FROM theirs) - (SELECT count(*) FROM put) AS left_out FROM guest
            """;

    private static final String CREATE = """
            INSERT INTO cart (id, account_id, created_at, updated_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (account_id) WHERE account_id IS NOT NULL AND closed_at IS NULL
            DO UPDATE SET updated_at = EXCLUDED.updated_at
            RETURNING id, xmax = 0 AS fresh
            """;

    /** An id, and whether it was made now. */
    public record Created(UUID id, boolean fresh) {}

    /** A new cart, or the open one of the account. */
    public Created create(Session session, UUID id, @Nullable UUID account, Instant at) throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(CREATE)) {
            statement.setObject(1, id);
            statement.setObject(2, account);
            statement.setObject(3, utc(at));
            statement.setObject(4, utc(at));
            try (ResultSet rs = statement.executeQuery()) {
                rs.next();
                return new Created(rs.getObject(1, UUID.class), rs.getBoolean(2));
            }
        }
    }

    /** The open cart; empty where the caller has none of that id. */
    public Optional<CartContent> read(Session session, UUID cart, @Nullable UUID account) throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(READ)) {
            statement.setObject(1, cart);
            statement.setObject(2, account);
            return content(statement, cart);
        }
    }

    /**
     * What became of a cart.
     *
     * @param done false: nothing was put in, and the cart is shown without the line that it was about
     */
    public record Added(CartContent cart, boolean done) {}

    /**
     * Adds a quantity of an offer; empty where the cart is not there. Lines that are put in at the same moment do not see each
     * other, so that a cart can end some lines above its limit; what counts is that it does not grow from there.
     */
    public Optional<Added> add(Session session, UUID cart, @Nullable UUID account, CartContent.Line line, Instant at)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(ADD)) {
            int i = mine(statement, cart, account, at);
            statement.setObject(i++, cart);
            statement.setObject(i++, line.offerId());
            statement.setObject(i++, line.id());
            statement.setObject(i++, line.offerId());
            statement.setInt(i++, line.quantity());
            statement.setLong(i++, line.price().amount());
            statement.setString(i++, line.price().currency());
            statement.setInt(i++, CartContent.MOST_LINES);
            statement.setInt(i, CartContent.MOST_PIECES);
            try (ResultSet rs = statement.executeQuery()) {
                if (!rs.next()) {
                    return Optional.empty();
                }
                boolean done = rs.getBoolean("changed");
                return Optional.of(new Added(lines(rs, cart), done));
            }
        }
    }

    /** Sets the quantity of a line; empty where cart or line are not there. */
    public Optional<CartContent> change(
            Session session, UUID cart, @Nullable UUID account, UUID line, int quantity, Instant at)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(CHANGE)) {
            int i = mine(statement, cart, account, at);
            statement.setInt(i++, quantity);
            statement.setObject(i++, line);
            statement.setObject(i++, cart);
            statement.setObject(i, line);
            return changed(statement, cart);
        }
    }

    /** Takes a line out; empty where cart or line are not there. */
    public Optional<CartContent> remove(Session session, UUID cart, @Nullable UUID account, UUID line, Instant at)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(REMOVE)) {
            int i = mine(statement, cart, account, at);
            statement.setObject(i++, line);
            statement.setObject(i, line);
            return changed(statement, cart);
        }
    }

    /**
     * Moves the lines of a guest's cart into another and closes it.
     *
     * @return how many lines did not fit; empty where there is no open guest's cart of that id
     */
    public OptionalInt merge(Session session, UUID guestCart, UUID into, Instant at) throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(MERGE)) {
            statement.setObject(1, utc(at));
            statement.setObject(2, into);
            statement.setObject(3, guestCart);
            statement.setObject(4, into);
            statement.setObject(5, into);
            statement.setInt(6, CartContent.MOST_LINES);
            statement.setInt(7, CartContent.MOST_PIECES);
            try (ResultSet rs = statement.executeQuery()) {
                return rs.next() ? OptionalInt.of(rs.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /** Whether the cart was a guest's and its lines have gone into that other one. */
    public boolean merged(Session session, UUID guestCart, UUID into) throws SQLException {
        try (PreparedStatement statement =
                session.jdbc().prepareStatement("SELECT FROM cart WHERE id = ? AND merged_into = ?")) {
            statement.setObject(1, guestCart);
            statement.setObject(2, into);
            try (ResultSet rs = statement.executeQuery()) {
                return rs.next();
            }
        }
    }

    /** So many of an offer of a cart were bought. */
    public record Bought(UUID cart, UUID offer, int quantity) {}

    /** Takes out what was bought. What was put in meanwhile stays. One row per cart and offer. */
    public void takeBought(Session session, List<Bought> bought) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        WITH sold AS (
                            SELECT * FROM unnest(:carts, :offers, :quantities) AS s (cart_id, offer_id, quantity)),
                        gone AS (
                            DELETE FROM cart_line l USING sold s
                             WHERE l.cart_id = s.cart_id AND l.offer_id = s.offer_id AND l.quantity <= s.quantity)
                        UPDATE cart_line l SET quantity = l.quantity - s.quantity FROM sold s
                         WHERE l.cart_id = s.cart_id AND l.offer_id = s.offer_id AND l.quantity > s.quantity
                        """)
                .bindArray(
                        "carts", UUID.class, bought.stream().map(Bought::cart).toArray())
                .bindArray(
                        "offers", UUID.class, bought.stream().map(Bought::offer).toArray())
                .bindArray(
                        "quantities",
                        Integer.class,
                        bought.stream().map(Bought::quantity).toArray())
                .execute();
    }

    /** Removes carts that nobody has touched for long. */
    public void purge(Session session, Instant before) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM cart WHERE updated_at < :before")
                .bind("before", utc(before))
                .execute();
    }

    private static int mine(PreparedStatement statement, UUID cart, @Nullable UUID account, Instant at)
            throws SQLException {
        statement.setObject(1, utc(at));
        statement.setObject(2, cart);
        statement.setObject(3, account);
        return 4;
    }

    private static Optional<CartContent> changed(PreparedStatement statement, UUID cart) throws SQLException {
        try (ResultSet rs = statement.executeQuery()) {
            return rs.next() && rs.getBoolean("changed") ? Optional.of(lines(rs, cart)) : Optional.empty();
        }
    }

    private static Optional<CartContent> content(PreparedStatement statement, UUID cart) throws SQLException {
        try (ResultSet rs = statement.executeQuery()) {
            return rs.next() ? Optional.of(lines(rs, cart)) : Optional.empty();
        }
    }

    private static CartContent lines(ResultSet rs, UUID cart) throws SQLException {
        List<CartContent.Line> lines = new ArrayList<>();
        do {
            UUID id = rs.getObject("id", UUID.class);
            if (id != null) {
                lines.add(new CartContent.Line(
                        id,
                        rs.getObject("offer_id", UUID.class),
                        rs.getInt("quantity"),
                        Money.of(rs.getLong("price"), rs.getString("currency"))));
            }
        } while (rs.next());
        lines.sort(Comparator.comparing(line -> line.id().toString()));
        return new CartContent(cart, lines);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
