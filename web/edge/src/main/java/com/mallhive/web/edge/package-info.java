/** The public REST API, bound from the contracts. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.edge;
