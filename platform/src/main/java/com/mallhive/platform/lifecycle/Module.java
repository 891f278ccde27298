package com.mallhive.platform.lifecycle;

/**
 * One service of the mall. Its constructor takes the {@link com.mallhive.platform.Platform} and wires everything; nothing
 * runs before {@link #start}.
 */
public interface Module {
    /** Begins background work. When it returns the service is ready. */
    default void start() {}

    /** Ends background work. Called once, after new calls have been refused and running ones have ended. */
    default void stop() {}
}
