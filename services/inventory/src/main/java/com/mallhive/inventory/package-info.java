/** How much there is, and who has a claim on it. */
@org.jspecify.annotations.NullMarked
package com.mallhive.inventory;
