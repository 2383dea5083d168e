/** EAP-TLS (RFC 5216, RFC 9190), and the TLS below every method that has one. */
@NullMarked
package io.flexaaa.protocol.eap.tls;

import org.jspecify.annotations.NullMarked;
