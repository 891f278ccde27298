/** Carts, free of frameworks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.cart.domain;
