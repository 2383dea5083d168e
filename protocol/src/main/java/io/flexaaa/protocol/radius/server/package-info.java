/** The server side of a RADIUS exchange as a machine without I/O. */
@NullMarked
package io.flexaaa.protocol.radius.server;

import org.jspecify.annotations.NullMarked;
