/** The kit under every service: free of business. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform;
