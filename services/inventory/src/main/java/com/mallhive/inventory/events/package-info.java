/** What orders tell. */
@org.jspecify.annotations.NullMarked
package com.mallhive.inventory.events;
