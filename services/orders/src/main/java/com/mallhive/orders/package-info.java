/** Quotes, checkout, orders and their shipment. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders;
