/** What orders tell. */
@org.jspecify.annotations.NullMarked
package com.mallhive.notifications.events;
