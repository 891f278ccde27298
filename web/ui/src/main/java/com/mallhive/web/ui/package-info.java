/** What every page of the mall is made of: the frame, its view models and the assets with hashed names. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.ui;
