/** Pictures: upload, check, sizes. */
@org.jspecify.annotations.NullMarked
package com.mallhive.catalog.media;
