/** Cisco AV pairs of FlexVPN: one catalogue row each. */
@NullMarked
package io.flexaaa.protocol.avpair;

import org.jspecify.annotations.NullMarked;
