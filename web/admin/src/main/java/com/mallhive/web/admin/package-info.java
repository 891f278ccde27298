/** The operators' face: what happens in the mall, and what they can do about it. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.admin;
