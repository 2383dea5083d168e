/** The arithmetic of MS-CHAP (RFC 2433, 2759) and of its MPPE keys (RFC 3079). */
@NullMarked
package io.flexaaa.protocol.mschap;

import org.jspecify.annotations.NullMarked;
