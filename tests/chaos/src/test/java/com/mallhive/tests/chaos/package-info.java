/** {@code kill -9} at every step of the way. */
@org.jspecify.annotations.NullMarked
package com.mallhive.tests.chaos;
