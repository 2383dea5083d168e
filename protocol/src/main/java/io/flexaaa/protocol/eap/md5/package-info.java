/** EAP-MD5 (RFC 3748 §5.4): no keys, no proof of the server. */
@NullMarked
package io.flexaaa.protocol.eap.md5;

import org.jspecify.annotations.NullMarked;
