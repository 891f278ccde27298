/** What the service publishes and handles. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.events;
