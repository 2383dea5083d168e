/** RADIUS over TLS (RFC 6614), with RADIUS/1.1 (RFC 9765) where the client offers it. */
@NullMarked
package io.flexaaa.server.transport.radsec;

import org.jspecify.annotations.NullMarked;
