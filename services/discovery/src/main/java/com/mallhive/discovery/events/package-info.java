/** What catalog, inventory and orders tell. */
@org.jspecify.annotations.NullMarked
package com.mallhive.discovery.events;
