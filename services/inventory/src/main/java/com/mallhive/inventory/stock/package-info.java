/** Counting, reserving and looking up stock. */
@org.jspecify.annotations.NullMarked
package com.mallhive.inventory.stock;
