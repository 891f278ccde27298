/** What the mall sells. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog;
