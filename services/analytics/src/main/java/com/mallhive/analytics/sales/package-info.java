/** Sales counted from orders. */
@org.jspecify.annotations.NullMarked
package com.mallhive.analytics.sales;
