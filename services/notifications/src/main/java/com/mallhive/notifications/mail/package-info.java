/** Writing and sending e-mail. */
@org.jspecify.annotations.NullMarked
package com.mallhive.notifications.mail;
