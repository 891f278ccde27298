/** The storefront: pages of buyers and sellers, rendered on the server. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront;
