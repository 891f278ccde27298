/** Alerts as they come. */
@org.jspecify.annotations.NullMarked
package com.mallhive.notifications.alerts;
