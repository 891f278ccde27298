/** Opening shops. */
@org.jspecify.annotations.NullMarked
package com.mallhive.accounts.shops;
