/** Shipping and cancelling. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.fulfilment;
