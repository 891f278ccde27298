/** Products for an occasion. */
@org.jspecify.annotations.NullMarked
package com.mallhive.discovery.recommend;
