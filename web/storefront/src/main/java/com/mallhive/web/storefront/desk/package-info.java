/** The seller desk. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.desk;
