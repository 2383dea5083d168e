/** Who the peer is: profile selection, name mangling, proof by pre-shared key. */
@NullMarked
package io.flexaaa.ikev2.auth;

import org.jspecify.annotations.NullMarked;
