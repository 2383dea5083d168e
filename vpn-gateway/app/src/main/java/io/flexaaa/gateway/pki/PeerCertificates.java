package io.flexaaa.gateway.pki;

import io.flexaaa.gateway.ios.config.PkiConfig.Revocation;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a peer's certificate chain is trusted (RFC 5280 §6) and speaks of the identity the peer
 * claims (RFC 4945 §3.1). Touches files of revoked certificates, and asks OCSP responders where a
 * trustpoint says so.
 */
public final class PeerCertificates {
    private PeerCertificates() {}

    /**
     * @param chain DER, the peer's own first; the root may be missing
     * @return the peer's own
     * @throws RefusedException not trusted, and why
     */
    public static X509Certificate check(
            List<Trustpoint> trustpoints, List<Octets> chain, PeerIdentity identity, Instant now)
            throws RefusedException {
        if (chain.isEmpty()) {
            throw refused(identity, "it sent no X.509 certificate; let it send its own");
        }
        List<X509Certificate> certificates = decode(chain, identity);
        X509Certificate own = certificates.getFirst();
        if (trustpoints.isEmpty()) {
            throw refused(
                    identity,
                    "the profile has no trustpoint with an authority; add `pki trustpoint` and its"
                            + " `linux ca-certificate`");
        }
        String why = "";
        for (Trustpoint trustpoint : trustpoints) {
            try {
                validate(trustpoint, certificates, now);
                checkUse(own, identity);
                CertificateNames.requireMatch(own, identity);
                return own;
            } catch (CertPathValidatorException e) {
                why = sentence(trustpoint, certificates, e);
                if (e.getReason() == CertPathValidatorException.BasicReason.REVOKED) {
                    // Another trustpoint must not believe what this one knows to be revoked.
                    break;
                }
            } catch (GeneralSecurityException e) {
                why = "trustpoint " + trustpoint.name() + ": " + e.getMessage();
            }
        }
        throw refused(identity, why);
    }

    /** As {@link #check}, for a certificate that need not speak of the IKE identity. */
    public static X509Certificate checkDevice(
            List<Trustpoint> trustpoints, List<X509Certificate> chain, Instant now)
            throws RefusedException {
        PeerIdentity device = PeerIdentity.keyId("device certificate");
        if (chain.isEmpty() || trustpoints.isEmpty()) {
            throw refused(
                    device,
                    chain.isEmpty()
                            ? "it sent no certificate; let the client send one"
                            : "the profile has no trustpoint with an authority");
        }
        String why = "";
        for (Trustpoint trustpoint : trustpoints) {
            try {
                validate(trustpoint, chain, now);
                checkUse(chain.getFirst(), device);
                return chain.getFirst();
            } catch (CertPathValidatorException e) {
                why = sentence(trustpoint, chain, e);
                if (e.getReason() == CertPathValidatorException.BasicReason.REVOKED) {
                    break;
                }
            } catch (GeneralSecurityException e) {
                why = "trustpoint " + trustpoint.name() + ": " + e.getMessage();
            }
        }
        throw refused(device, why);
    }

    private static List<X509Certificate> decode(List<Octets> chain, PeerIdentity identity)
            throws RefusedException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Octets der : chain) {
                certificates.add(
                        (X509Certificate)
                                factory.generateCertificate(
                                        new ByteArrayInputStream(der.toArray())));
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw refused(identity, "its certificate cannot be read: " + e.getMessage());
        }
    }

    private static void validate(
            Trustpoint trustpoint, List<X509Certificate> certificates, Instant now)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        trustpoint.authorities().forEach(ca -> anchors.add(new TrustAnchor(ca, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setDate(Date.from(now));
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker checker = revocation(trustpoint, validator);
        if (checker == null) {
            parameters.setRevocationEnabled(false);
        } else {
            parameters.addCertStore(
                    CertStore.getInstance(
                            "Collection", new CollectionCertStoreParameters(trustpoint.crls())));
            parameters.addCertPathChecker(checker);
        }
        validator.validate(path(trustpoint, certificates), parameters);
    }

    /**
     * {@code revocation-check}, each method where the one before could not say; null: no check. The
     * validator asks about a certificate after its signature was found right, so that a stranger
     * cannot make us ask servers of his.
     */
    private static @Nullable PKIXRevocationChecker revocation(
            Trustpoint trustpoint, CertPathValidator validator) throws GeneralSecurityException {
        List<Revocation> methods = trustpoint.revocation();
        boolean none = methods.contains(Revocation.NONE);
        boolean ocsp = methods.contains(Revocation.OCSP);
        boolean crl = methods.contains(Revocation.CRL);
        if (!ocsp && (!crl || (none && trustpoint.crls().isEmpty()))) {
            return null;
        }
        PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
        Set<PKIXRevocationChecker.Option> options =
                EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY);
        if (methods.getFirst() == Revocation.CRL || !ocsp) {
            options.add(PKIXRevocationChecker.Option.PREFER_CRLS);
        }
        if (!ocsp || !crl) {
            options.add(PKIXRevocationChecker.Option.NO_FALLBACK);
        }
        if (none) {
            options.add(PKIXRevocationChecker.Option.SOFT_FAIL);
        }
        checker.setOptions(options);
        checker.setOcspResponder(trustpoint.ocspUrl());
        return checker;
    }

    /** From the peer's own up to, and without, the authority; peers send them in any order. */
    private static CertPath path(Trustpoint trustpoint, List<X509Certificate> sent)
            throws GeneralSecurityException {
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate at = sent.getFirst();
        while (at != null && !trustpoint.authorities().contains(at) && !path.contains(at)) {
            path.add(at);
            X509Certificate below = at;
            at =
                    sent.stream()
                            .filter(c ->
                                    c.getSubjectX500Principal()
                                                    .equals(below.getIssuerX500Principal())
                                            && !path.contains(c))
                            .findFirst()
                            .orElse(null);
        }
        if (path.isEmpty()) {
            // The authority's own certificate is not a peer's.
            throw new GeneralSecurityException("the peer sent the authority's own certificate");
        }
        return CertificateFactory.getInstance("X.509").generateCertPath(path);
    }

    /** RFC 4945 §5.1.3.2: with a key usage, it must allow signatures. */
    private static void checkUse(X509Certificate own, PeerIdentity identity)
            throws RefusedException {
        boolean[] usage = own.getKeyUsage();
        if (usage != null && !usage[0] && !usage[1]) {
            throw refused(
                    identity,
                    "the key usage of its certificate allows no signatures; issue one with"
                            + " digitalSignature");
        }
    }

    private static String sentence(
            Trustpoint trustpoint,
            List<X509Certificate> certificates,
            CertPathValidatorException e) {
        int index = Math.max(0, e.getIndex());
        X509Certificate about = certificates.get(Math.min(index, certificates.size() - 1));
        String subject = about.getSubjectX500Principal().getName();
        String start = "certificate " + subject + " by trustpoint " + trustpoint.name() + ": ";
        if (e.getReason() instanceof CertPathValidatorException.BasicReason reason) {
            return start
                    + switch (reason) {
                        case EXPIRED ->
                                "expired at " + about.getNotAfter().toInstant() + "; renew it";
                        case NOT_YET_VALID ->
                                "not valid before "
                                        + about.getNotBefore().toInstant()
                                        + "; check the clocks";
                        case REVOKED -> "revoked; issue another, or take it off the CRL";
                        case UNDETERMINED_REVOCATION_STATUS ->
                                "no current CRL of "
                                        + about.getIssuerX500Principal().getName()
                                        + " is at hand"
                                        + (trustpoint.asksServers()
                                                ? ", nor an answer by OCSP (" + e.getMessage() + ")"
                                                : "")
                                        + "; name its file with `linux crl`, its responder with"
                                        + " `ocsp url`, or end `revocation-check` with none";
                        case INVALID_SIGNATURE, ALGORITHM_CONSTRAINED, UNSPECIFIED ->
                                String.valueOf(e.getMessage());
                    };
        }
        return start
                + "no path to its authorities ("
                + e.getMessage()
                + "); add the one that issued it with `linux ca-certificate`";
    }

    static RefusedException refused(PeerIdentity identity, String why) {
        return new RefusedException(
                new Refusal(
                        Reason.CERTIFICATE_REFUSED,
                        "the certificate of " + identity.describe() + " is refused: " + why));
    }
}
