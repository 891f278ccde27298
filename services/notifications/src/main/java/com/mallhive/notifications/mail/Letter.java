package com.mallhive.notifications.mail;

/** An e-mail as it goes out. */
public record Letter(String to, String subject, String text) {}
