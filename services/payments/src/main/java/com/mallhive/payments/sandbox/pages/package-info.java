/** The hosted pages: payment, 3-D Secure. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox.pages;
