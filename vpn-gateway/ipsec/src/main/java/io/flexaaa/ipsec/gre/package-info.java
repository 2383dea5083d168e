/** Generic Routing Encapsulation between ESP and the passenger (RFC 2784, RFC 2890, RFC 7676). */
@NullMarked
package io.flexaaa.ipsec.gre;

import org.jspecify.annotations.NullMarked;
