/** The same purchases in both shapes of the mall. */
@org.jspecify.annotations.NullMarked
package com.mallhive.tests.acceptance;
