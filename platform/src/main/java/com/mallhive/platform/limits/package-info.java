/** Limits on how often something may be done. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.limits;
