/** Promotions as operators and sellers make them, and as the checkout finds them. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.promotions;
