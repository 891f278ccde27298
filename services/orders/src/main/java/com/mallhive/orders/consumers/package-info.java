/** What the service handles. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.consumers;
