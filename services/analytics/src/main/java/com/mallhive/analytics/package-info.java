/** What happens in the mall, in figures. */
@org.jspecify.annotations.NullMarked
package com.mallhive.analytics;
