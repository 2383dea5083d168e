/** EAP-GTC (RFC 3748 §5.6): a password, asked for in clear. */
@NullMarked
package io.flexaaa.protocol.eap.gtc;

import org.jspecify.annotations.NullMarked;
