package io.flexaaa.ikev2;

import io.flexaaa.protocol.wire.Octets;

import javax.security.auth.x500.X500Principal;

/** DER distinguished names as text. */
final class DistinguishedNames {
    private DistinguishedNames() {}

    static String text(Octets der) {
        try {
            return new X500Principal(der.toArray()).getName(X500Principal.RFC1779);
        } catch (IllegalArgumentException notDer) {
            // A peer may put anything in ID_DER_ASN1_DN; show it rather than refuse to name it.
            return der.hex();
        }
    }
}
