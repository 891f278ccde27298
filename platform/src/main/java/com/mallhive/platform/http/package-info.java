/** HTTP ports. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.http;
