/** UDP listeners, client lookup, framing, duplicates, replies. */
@NullMarked
package io.flexaaa.server.transport;

import org.jspecify.annotations.NullMarked;
