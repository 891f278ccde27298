/** Logs, traces and metrics. */
@org.jspecify.annotations.NullMarked
package com.mallhive.platform.telemetry;
