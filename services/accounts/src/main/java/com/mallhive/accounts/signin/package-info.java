/** Passwords, sessions and tokens. */
@org.jspecify.annotations.NullMarked
package com.mallhive.accounts.signin;
