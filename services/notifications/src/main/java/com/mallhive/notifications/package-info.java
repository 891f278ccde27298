/** E-mail and live alerts. */
@org.jspecify.annotations.NullMarked
package com.mallhive.notifications;
