/** The client side of a RADIUS exchange as a machine without I/O. */
@NullMarked
package io.flexaaa.protocol.radius.client;

import org.jspecify.annotations.NullMarked;
