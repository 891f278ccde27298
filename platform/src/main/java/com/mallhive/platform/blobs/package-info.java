/** Files: pictures and exports. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.blobs;
