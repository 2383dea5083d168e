/** One-time codes (RFC 4226, RFC 6238). */
@NullMarked
package io.flexaaa.protocol.otp;

import org.jspecify.annotations.NullMarked;
