/** Webhooks: what happens here, told to other programs, signed and retried. */
@NullMarked
package io.flexaaa.server.notify;

import org.jspecify.annotations.NullMarked;
