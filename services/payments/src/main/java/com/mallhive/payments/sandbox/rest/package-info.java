/** Stripe's REST interface, as far as its SDK is used here. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox.rest;
