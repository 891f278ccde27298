package com.mallhive.platform.events;

import com.google.protobuf.Message;
import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.util.List;

/**
 * Applies events to the service's own tables, in the transaction that also marks them as done. Events may come late and out of
 * order: state is applied if its version is newer, additive facts once per event. A handler calls nobody; what needs a call
 * becomes a job in the same transaction.
 */
@FunctionalInterface
public interface EventHandler<E extends Message> {
    void handle(Session session, List<Event<E>> events) throws SQLException;
}
