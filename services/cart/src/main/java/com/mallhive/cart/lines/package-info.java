/** What goes into a cart and what it costs today. */
@org.jspecify.annotations.NullMarked
package com.mallhive.cart.lines;
