/** EAP over RADIUS (RFC 3579): conversations, their bounds, and who is let in. */
@NullMarked
package io.flexaaa.server.access.eap;

import org.jspecify.annotations.NullMarked;
