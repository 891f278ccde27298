/** The only place that knows Stripe: calls through its SDK, webhooks. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.stripe;
