/** The double-entry ledger: what is posted and why. Plain Java, without database and without Stripe. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.ledger;
