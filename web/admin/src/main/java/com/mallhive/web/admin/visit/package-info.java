/** A request of an operator: session, CSRF, failures, services. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.admin.visit;
