/** RADIUS packets, attributes and the authenticators of RFC 2865, 2866, 2868, 2869 and 5176. */
@NullMarked
package io.flexaaa.protocol.radius;

import org.jspecify.annotations.NullMarked;
