/** Payments through Stripe, and the ledger. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments;
