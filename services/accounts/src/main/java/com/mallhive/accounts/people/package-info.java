/** Registration, e-mail addresses and the keys of personal data. */
@org.jspecify.annotations.NullMarked
package com.mallhive.accounts.people;
