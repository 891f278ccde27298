/** All SQL of the sandbox. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox.store;
