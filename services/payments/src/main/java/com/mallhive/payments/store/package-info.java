/** All SQL of payments. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.store;
