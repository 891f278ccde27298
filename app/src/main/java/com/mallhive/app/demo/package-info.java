/** The demo mall. */
@org.jspecify.annotations.NullMarked
package com.mallhive.app.demo;
