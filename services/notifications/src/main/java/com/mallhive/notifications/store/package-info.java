/** All SQL of the service. */
@org.jspecify.annotations.NullMarked
package com.mallhive.notifications.store;
