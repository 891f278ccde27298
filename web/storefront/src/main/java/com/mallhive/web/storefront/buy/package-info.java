/** Buying things: cart, checkout, orders. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.buy;
