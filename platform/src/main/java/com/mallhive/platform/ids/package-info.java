/** Identifiers. */
@NullMarked
package com.mallhive.platform.ids;

import org.jspecify.annotations.NullMarked;
