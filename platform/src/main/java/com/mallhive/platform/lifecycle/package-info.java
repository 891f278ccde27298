/** Starting and stopping. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.lifecycle;
