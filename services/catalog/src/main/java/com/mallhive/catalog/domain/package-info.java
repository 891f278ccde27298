/** Products, free of frameworks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.domain;
