/** Stripe's stand-in on this machine: its REST interface, its hosted page, its webhooks. Shares no code with payments. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox;
