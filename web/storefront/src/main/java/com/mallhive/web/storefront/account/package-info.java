/** People: registration, sign-in, profile. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.account;
