/** Pages about the mall, consent, the development mailbox. */
@org.jspecify.annotations.NullMarked
package com.mallhive.web.storefront.info;
