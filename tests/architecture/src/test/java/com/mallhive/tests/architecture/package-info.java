/** The rules of the architecture. */
@org.jspecify.annotations.NullMarked
package com.mallhive.tests.architecture;
