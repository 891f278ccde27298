/** What the sandbox knows of payments, pages and cards, and what may become of them. */
@org.jspecify.annotations.NullMarked
package com.mallhive.payments.sandbox.model;
