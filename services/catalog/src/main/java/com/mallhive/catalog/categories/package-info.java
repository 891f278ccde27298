/** The tree of categories. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.categories;
