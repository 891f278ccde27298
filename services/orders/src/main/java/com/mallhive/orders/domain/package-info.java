/** Orders and their prices, free of frameworks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.domain;
