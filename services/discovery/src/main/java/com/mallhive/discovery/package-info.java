/** Search and recommendations. */
@org.jspecify.annotations.NullMarked
package com.mallhive.discovery;
