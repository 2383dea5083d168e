/**
 * The Extensible Authentication Protocol (RFC 3748) as an authentication server speaks it: packets,
 * how RADIUS carries them (RFC 3579), and what a method is. The methods have a package each.
 */
@NullMarked
package io.flexaaa.protocol.eap;

import org.jspecify.annotations.NullMarked;
