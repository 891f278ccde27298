/**
 * Events between services: a change and its event commit together into the outbox, the relay carries it, the subscriber's inbox
 * keeps it until its handler's transaction has committed. Every event arrives at least once and takes effect once.
 */
@NullMarked
package com.mallhive.platform.events;

import org.jspecify.annotations.NullMarked;
