/** PostgreSQL: the embedded server, a database and two roles per service, and the transactions on it. */
@NullMarked
package com.mallhive.platform.database;

import org.jspecify.annotations.NullMarked;
