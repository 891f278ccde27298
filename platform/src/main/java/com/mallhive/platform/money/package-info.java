/** Amounts of money. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.money;
