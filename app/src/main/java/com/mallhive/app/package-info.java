/** The program: commands, targets and the wiring of what differs between one process and many. */
@org.jspecify.annotations.NullMarked
package com.mallhive.app;
