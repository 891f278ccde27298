/** Carts of guests and buyers. */
@org.jspecify.annotations.NullMarked
package com.mallhive.cart;
