/**
 * IKEv2 algorithms, key derivation, SK protection and proposal choice. All primitives come from the
 * JDK; randomness is injected as {@link io.flexaaa.ikev2.crypto.Entropy}.
 */
@NullMarked
package io.flexaaa.ikev2.crypto;

import org.jspecify.annotations.NullMarked;
