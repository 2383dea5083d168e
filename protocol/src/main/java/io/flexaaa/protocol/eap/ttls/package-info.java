/** EAP-TTLSv0 (RFC 5281, RFC 9427). */
@NullMarked
package io.flexaaa.protocol.eap.ttls;

import org.jspecify.annotations.NullMarked;
