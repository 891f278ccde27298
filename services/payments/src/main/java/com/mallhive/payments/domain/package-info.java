/** A payment and what may become of it. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.domain;
