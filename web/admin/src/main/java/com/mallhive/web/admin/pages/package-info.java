/** The pages. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.admin.pages;
