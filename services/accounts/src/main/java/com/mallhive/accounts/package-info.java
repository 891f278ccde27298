/** People, sign-in and shops. */
@org.jspecify.annotations.NullMarked
package com.mallhive.accounts;
