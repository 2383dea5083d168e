/**
 * Pure IKEv2 message codec (RFC 7296 §3, RFC 7383): octets to records and back, no keys, no state
 * beyond the bounded fragment {@link io.flexaaa.ikev2.message.Reassembler}.
 */
@NullMarked
package io.flexaaa.ikev2.message;

import org.jspecify.annotations.NullMarked;
