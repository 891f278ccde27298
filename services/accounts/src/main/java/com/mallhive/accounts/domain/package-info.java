/** Accounts and shops, free of frameworks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.accounts.domain;
