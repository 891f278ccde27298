/** The management port. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.http;
