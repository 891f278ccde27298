/** What every test may build on: the production parts on a real PostgreSQL. */
@NullMarked
package com.mallhive.testkit;

import org.jspecify.annotations.NullMarked;
