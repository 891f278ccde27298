/** What every page needs of the request behind it: session, CSRF protection, consent, rendering, failures. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.visit;
