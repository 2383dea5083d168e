package io.flexaaa.server.certificate;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Path validation (RFC 5280 §6) against the authorities in force, then usage, revocation and name.
 * A function of its arguments; signatures it has seen before it does not compute again.
 */
final class PathCheck {

    /** Far more than anybody has; a client must not make us verify a hundred signatures. */
    private static final int LONGEST = 8;

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;

    /** What OCSP last said of a certificate; null: nothing yet, but it is being asked. */
    @FunctionalInterface
    interface OcspAnswers {
        @Nullable OcspStatus of(TrustedAuthority issuer, X509Certificate certificate, Instant now);
    }

    private final TrustState state;
    private final TlsUse use;
    private final List<X509Certificate> sent;
    private final Instant now;
    private final OcspAnswers ocsp;
    private final VerifiedSignatures verified;

    private PathCheck(
            TrustState state,
            TlsUse use,
            List<X509Certificate> sent,
            Instant now,
            OcspAnswers ocsp,
            VerifiedSignatures verified) {
        this.state = state;
        this.use = use;
        this.sent = sent;
        this.now = now;
        this.ocsp = ocsp;
        this.verified = verified;
    }

    static ClientDecision decide(
            TrustState state,
            TlsUse use,
            List<X509Certificate> chain,
            Instant now,
            OcspAnswers ocsp,
            VerifiedSignatures verified) {
        if (chain.isEmpty()) {
            return new ClientDecision.Refused(
                    TrustRefusal.NO_CERTIFICATE,
                    TrustRefusal.NO_CERTIFICATE.sentence(),
                    TrustRefusal.NO_CERTIFICATE.cure());
        }
        return new PathCheck(state, use, chain, now, ocsp, verified).decide();
    }

    private ClientDecision decide() {
        X509Certificate leaf = sent.getFirst();
        List<X509Certificate> path = new ArrayList<>(List.of(leaf));
        TrustedAuthority anchor = issuer(leaf);
        while (anchor == null) {
            X509Certificate next = sentIssuer(path.getLast());
            if (next == null || path.contains(next)) return refused(TrustRefusal.UNKNOWN_CA);
            path.add(next);
            if (path.size() > LONGEST) return refused(TrustRefusal.BROKEN);
            anchor = issuer(next);
        }
        if (!anchor.uses().contains(use)) return refused(TrustRefusal.NOT_ALLOWED_HERE);
        TrustRefusal reason = validity(path, anchor);
        if (reason == null) reason = signatures(path, anchor);
        if (reason == null) reason = usage(leaf);
        if (reason == null) reason = revocation(path, anchor);
        if (reason != null) return refused(reason);
        String name = NameMapping.name(anchor.mapping(), leaf);
        return name == null
                ? refused(TrustRefusal.NO_NAME)
                : new ClientDecision.Accepted(
                        name, CertificateNames.of(leaf).all(), anchor.name(), leaf);
    }

    /** The authority here that signed it; one that is trusted for the use comes first. */
    private @Nullable TrustedAuthority issuer(X509Certificate certificate) {
        TrustedAuthority found = null;
        for (TrustedAuthority authority : state.authorities()) {
            if (!signed(certificate, authority.certificate())) continue;
            if (authority.uses().contains(use)) return authority;
            found = authority;
        }
        return found;
    }

    private @Nullable X509Certificate sentIssuer(X509Certificate certificate) {
        int looked = 0;
        for (X509Certificate candidate : sent) {
            if (++looked > LONGEST) return null;
            if (!candidate.equals(certificate) && signed(certificate, candidate)) return candidate;
        }
        return null;
    }

    private boolean signed(X509Certificate certificate, X509Certificate by) {
        if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
            return false;
        }
        try {
            return verified.holds(
                    VerifiedSignatures.of("signed", List.of(certificate), by.getPublicKey()),
                    () -> verifies(certificate, by));
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean verifies(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // The same name with another key: not the issuer.
            return false;
        }
    }

    private @Nullable TrustRefusal validity(List<X509Certificate> path, TrustedAuthority anchor) {
        List<X509Certificate> all = new ArrayList<>(path);
        all.add(anchor.certificate());
        for (X509Certificate certificate : all) {
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return TrustRefusal.NOT_YET_VALID;
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) return TrustRefusal.EXPIRED;
        }
        return null;
    }

    /** Times are {@link #validity}'s, so what was right once is right again. */
    private @Nullable TrustRefusal signatures(List<X509Certificate> path, TrustedAuthority anchor) {
        AtomicReference<@Nullable TrustRefusal> found = new AtomicReference<>();
        try {
            List<X509Certificate> all = new ArrayList<>(path);
            all.add(anchor.certificate());
            verified.holds(
                    VerifiedSignatures.of("path", all, anchor.certificate().getPublicKey()),
                    () -> {
                        found.set(pkix(path, anchor));
                        return found.get() == null;
                    });
            return found.get();
        } catch (CertificateException e) {
            return TrustRefusal.BROKEN;
        }
    }

    private @Nullable TrustRefusal pkix(List<X509Certificate> path, TrustedAuthority anchor) {
        try {
            PKIXParameters parameters =
                    new PKIXParameters(Set.of(new TrustAnchor(anchor.certificate(), null)));
            // Revocation is looked up below, from memory; PKIX would fetch it.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return e.getReason() == BasicReason.ALGORITHM_CONSTRAINED
                    ? TrustRefusal.WEAK
                    : TrustRefusal.BROKEN;
        } catch (CertificateException e) {
            return TrustRefusal.BROKEN;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PKIX is part of every JDK", e);
        }
    }

    private static @Nullable TrustRefusal usage(X509Certificate leaf) {
        // An authority that shows itself as a client is a stolen or mistaken key.
        if (leaf.getBasicConstraints() >= 0) return TrustRefusal.WRONG_USAGE;
        boolean[] bits = leaf.getKeyUsage();
        if (bits != null && !bits[DIGITAL_SIGNATURE]) return TrustRefusal.WRONG_USAGE;
        try {
            // RFC 5280 §4.2.1.12: absent means any; RFC 5216 §5.3 says the same for EAP-TLS.
            List<String> extended = leaf.getExtendedKeyUsage();
            return extended == null
                            || extended.contains(CLIENT_AUTH)
                            || extended.contains(ANY_USAGE)
                    ? null
                    : TrustRefusal.WRONG_USAGE;
        } catch (CertificateParsingException e) {
            return TrustRefusal.BROKEN;
        }
    }

    private @Nullable TrustRefusal revocation(List<X509Certificate> path, TrustedAuthority anchor) {
        // Of an issuer that is only known from the chain there is nothing to ask.
        TrustRefusal found = null;
        for (int i = path.size() - 1; i >= 0; i--) {
            TrustedAuthority by = i == path.size() - 1 ? anchor : issuer(path.get(i));
            if (by == null) continue;
            TrustRefusal one = revocation(path.get(i), by);
            if (one == TrustRefusal.REVOKED) return one;
            if (one != null) found = one;
        }
        return found;
    }

    private @Nullable TrustRefusal revocation(X509Certificate certificate, TrustedAuthority by) {
        if (by.revoked().contains(certificate.getSerialNumber())) return TrustRefusal.REVOKED;
        boolean unknown = false;
        if (by.crlCheck() != CheckMode.OFF) {
            var crl = by.crl();
            if (crl != null && crl.getRevokedCertificate(certificate) != null) {
                return TrustRefusal.REVOKED;
            }
            boolean fresh =
                    crl != null
                            && crl.getNextUpdate() != null
                            && now.isBefore(crl.getNextUpdate().toInstant());
            unknown = !fresh && by.crlCheck() == CheckMode.HARD;
        }
        if (by.ocspCheck() != CheckMode.OFF) {
            OcspStatus status = ocsp.of(by, certificate, now);
            if (status == OcspStatus.REVOKED) return TrustRefusal.REVOKED;
            unknown |= status != OcspStatus.GOOD && by.ocspCheck() == CheckMode.HARD;
        }
        return unknown ? TrustRefusal.REVOCATION_UNKNOWN : null;
    }

    private ClientDecision.Refused refused(TrustRefusal reason) {
        X509Certificate leaf = sent.getFirst();
        return new ClientDecision.Refused(
                reason,
                reason.sentence()
                        + ": subject "
                        + leaf.getSubjectX500Principal().getName()
                        + ", issuer "
                        + leaf.getIssuerX500Principal().getName()
                        + ", serial "
                        + leaf.getSerialNumber().toString(16)
                        + ", valid "
                        + leaf.getNotBefore().toInstant()
                        + " to "
                        + leaf.getNotAfter().toInstant(),
                reason.cure());
    }
}
