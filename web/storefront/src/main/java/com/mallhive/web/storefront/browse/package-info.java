/** Finding things: home, categories, search, products, shops. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.browse;
