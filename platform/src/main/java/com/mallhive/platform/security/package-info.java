/** Tokens, keys, certificates and personal data. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.security;
