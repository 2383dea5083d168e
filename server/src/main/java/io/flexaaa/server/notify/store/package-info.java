/** Rows of webhook, webhook_delivery and webhook_notice. */
@NullMarked
package io.flexaaa.server.notify.store;

import org.jspecify.annotations.NullMarked;
