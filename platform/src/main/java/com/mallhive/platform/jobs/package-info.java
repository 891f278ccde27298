/** Work for later and work by the clock, kept in the service's database. */
@NullMarked
package com.mallhive.platform.jobs;

import org.jspecify.annotations.NullMarked;
