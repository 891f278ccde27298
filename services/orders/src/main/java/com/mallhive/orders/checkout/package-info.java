/** From a cart to a paid order, or to none. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.checkout;
