/** Writing, publishing and reading products. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.products;
