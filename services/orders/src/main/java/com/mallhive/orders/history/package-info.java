/** Reading and watching orders. */
@org.jspecify.annotations.NullMarked
package com.mallhive.orders.history;
