/** What the service handles and publishes. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.events;
