/** What the service publishes. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.events;
