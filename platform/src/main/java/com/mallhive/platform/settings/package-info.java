/** Typed settings from a YAML file and the environment. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.settings;
