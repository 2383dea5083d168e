/**
 * An IKEv2 PSK initiator without I/O, for pair tests and load generation. Shares only message and
 * crypto with the responder, so the two can check each other.
 */
@NullMarked
package io.flexaaa.ikev2.initiator;

import org.jspecify.annotations.NullMarked;
