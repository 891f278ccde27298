/** What happens to payments, step by step. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.flow;
