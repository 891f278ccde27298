/** The mall in a browser. */
@org.jspecify.annotations.NullMarked
package com.mallhive.tests.browser;
