/** The search index and its queries. */
@org.jspecify.annotations.NullMarked
package com.mallhive.discovery.search;
