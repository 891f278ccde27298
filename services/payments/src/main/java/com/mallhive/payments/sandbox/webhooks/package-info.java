/** Delivers events. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox.webhooks;
