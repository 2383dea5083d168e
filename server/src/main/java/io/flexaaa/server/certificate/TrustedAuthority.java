package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * An authority as the handshake needs it.
 *
 * @param revoked what the built-in authority revoked itself; empty for an imported one
 * @param crl the last list fetched or uploaded, its signature checked
 */
record TrustedAuthority(
        long id,
        String name,
        X509Certificate certificate,
        Set<TlsUse> uses,
        List<NameMapping> mapping,
        Set<BigInteger> revoked,
        CheckMode crlCheck,
        @Nullable X509CRL crl,
        CheckMode ocspCheck,
        @Nullable String ocspUrl) {

    TrustedAuthority {
        uses = Set.copyOf(uses);
        mapping = List.copyOf(mapping);
        revoked = Set.copyOf(revoked);
    }
}
