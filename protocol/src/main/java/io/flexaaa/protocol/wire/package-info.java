/** Octets, secrets and the readers and writers every codec of this project is made of. */
@NullMarked
package io.flexaaa.protocol.wire;

import org.jspecify.annotations.NullMarked;
