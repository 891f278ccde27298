package com.mallhive.platform.lifecycle;

import org.eclipse.jetty.server.Handler;

/** A module that answers HTTP. The app mounts its handler on the port that belongs to it. */
public interface WebModule extends Module {
    /** Answers requests; returns false for those that are not its own. */
    Handler handler();
}
