/**
 * A whole conversation with one peer: identity, choice of a method by Nak, rounds, and how it
 * ended.
 */
@NullMarked
package io.flexaaa.protocol.eap.server;

import org.jspecify.annotations.NullMarked;
