package com.mallhive.orders.domain;

/** Where an order goes and where to write about it: personal data, stored sealed. */
public record Contact(
        String email,
        String name,
        String line1,
        String line2,
        String city,
        String region,
        String postalCode,
        String country,
        String phone) {}
