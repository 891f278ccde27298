/** Stock, free of frameworks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.inventory.domain;
