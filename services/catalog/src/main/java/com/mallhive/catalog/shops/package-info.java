/** What the catalog knows of shops. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.shops;
