/** Promotions: what they take off a basket, and why. Plain arithmetic without I/O. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.pricing;
