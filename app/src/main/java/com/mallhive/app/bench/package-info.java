/** The benchmark: real HTTP, a load generator in a process of its own, statements counted by PostgreSQL. */
@org.jspecify.annotations.NullMarked
package com.mallhive.app.bench;
