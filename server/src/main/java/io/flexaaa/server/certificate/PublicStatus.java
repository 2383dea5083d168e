package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.AuthorityEntity;
import io.flexaaa.server.certificate.store.AuthorityRepository;
import io.flexaaa.server.certificate.store.CertificateEntity;
import io.flexaaa.server.certificate.store.CertificateRepository;
import io.flexaaa.server.problem.Problem;

import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What the built-in authorities tell the world: their certificate, their CRL, OCSP answers. */
@Service
public class PublicStatus {

    /** Anybody may ask: a flood of signatures must not take the processors from RADIUS. */
    private static final int SIGNING_AT_ONCE = 2;

    private static final int MOST_QUESTIONS = 10;
    private static final Duration OCSP_VALID = Duration.ofHours(1);
    private static final Duration CRL_KEPT = Duration.ofHours(1);

    private final AuthorityRepository authorities;
    private final CertificateRepository certificates;
    private final KeyVault vault;
    private final TrustKeeper keeper;
    private final CertificateProperties properties;
    private final Clock clock;
    private final Semaphore signing = new Semaphore(SIGNING_AT_ONCE);
    private final ConcurrentHashMap<String, Crl> lists = new ConcurrentHashMap<>();

    PublicStatus(
            AuthorityRepository authorities,
            CertificateRepository certificates,
            KeyVault vault,
            TrustKeeper keeper,
            CertificateProperties properties,
            Clock clock) {
        this.authorities = authorities;
        this.certificates = certificates;
        this.vault = vault;
        this.keeper = keeper;
        this.properties = properties;
        this.clock = clock;
    }

    private record Crl(byte[] der, Instant made, int revoked) {}

    @Transactional(readOnly = true)
    public byte[] certificate(String authority) {
        return builtIn(authority).certificate();
    }

    @Transactional(readOnly = true)
    public byte[] crl(String authority) {
        AuthorityEntity row = builtIn(authority);
        List<CertificateRepository.Revoked> revoked = certificates.revoked(row.id());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Crl kept = lists.get(authority);
        if (kept != null
                && kept.revoked == revoked.size()
                && now.isBefore(kept.made.plus(CRL_KEPT))) {
            return kept.der;
        }
        byte[] der =
                Forge.crl(
                        vault.issuer(row),
                        revoked.stream()
                                .map(r ->
                                        new Forge.Revocation(
                                                new BigInteger(r.getSerial(), 16),
                                                r.getRevokedAt(),
                                                RevocationReason.of(r.getRevocationReason())))
                                .toList(),
                        // RFC 5280 §5.2.3: it only has to rise; time does, on every instance.
                        BigInteger.valueOf(now.getEpochSecond()),
                        now,
                        now.plus(Duration.ofDays(properties.crlDays())));
        lists.put(authority, new Crl(der, now, revoked.size()));
        return der;
    }

    private AuthorityEntity builtIn(String name) {
        return authorities
                .findByName(name)
                .filter(a -> a.keySealed() != null)
                .orElseThrow(() -> new Problem.NotFound("authority", name));
    }

    /** A response for any octets whatever (RFC 6960 §4.2.1 has words for the bad ones). */
    @Transactional(readOnly = true)
    public byte[] ocsp(byte[] request) {
        if (!signing.tryAcquire()) return error(OCSPRespBuilder.TRY_LATER);
        try {
            OCSPReq asked = new OCSPReq(request);
            Req[] questions = asked.getRequestList();
            if (questions.length == 0 || questions.length > MOST_QUESTIONS) {
                return error(OCSPRespBuilder.MALFORMED_REQUEST);
            }
            return answer(questions, asked.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            return error(OCSPRespBuilder.MALFORMED_REQUEST);
        } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
            return error(OCSPRespBuilder.INTERNAL_ERROR);
        } finally {
            signing.release();
        }
    }

    private byte[] answer(Req[] questions, @Nullable Extension nonce)
            throws OCSPException,
                    OperatorCreationException,
                    IOException,
                    CertificateEncodingException {
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        AuthorityEntity row = issuer(questions[0].getCertID(), digests);
        // Nobody's question is nobody's to sign an answer to (RFC 6960 §2.3: unauthorized).
        if (row == null) return error(OCSPRespBuilder.UNAUTHORIZED);
        Forge.Issuer issuer = vault.issuer(row);
        X509CertificateHolder ca = new JcaX509CertificateHolder(issuer.certificate());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(ca.getSubject()));
        for (Req question : questions) {
            CertificateID id = question.getCertID();
            builder.addResponse(
                    id,
                    id.matchesIssuer(ca, digests) ? status(row, id) : new UnknownStatus(),
                    Date.from(now),
                    Date.from(now.plus(OCSP_VALID)));
        }
        if (nonce != null) builder.setResponseExtensions(new Extensions(nonce));
        return new OCSPRespBuilder()
                .build(
                        OCSPRespBuilder.SUCCESSFUL,
                        builder.build(
                                Forge.signer(issuer.key()),
                                new X509CertificateHolder[] {ca},
                                Date.from(now)))
                .getEncoded();
    }

    private @Nullable AuthorityEntity issuer(CertificateID id, DigestCalculatorProvider digests)
            throws OCSPException, CertificateEncodingException {
        for (TrustedAuthority authority : keeper.current().authorities()) {
            if (!id.matchesIssuer(new JcaX509CertificateHolder(authority.certificate()), digests))
                continue;
            AuthorityEntity row = authorities.findById(authority.id()).orElse(null);
            if (row != null && row.keySealed() != null) return row;
        }
        return null;
    }

    private @Nullable CertificateStatus status(AuthorityEntity by, CertificateID id) {
        CertificateEntity row =
                certificates
                        .findByAuthorityIdAndSerial(by.id(), id.getSerialNumber().toString(16))
                        .orElse(null);
        if (row == null) return new UnknownStatus();
        Instant revoked = row.revokedAt();
        // Bouncy Castle's "good" is null.
        if (revoked == null) return null;
        return new RevokedStatus(
                Date.from(revoked), RevocationReason.of(row.revocationReason()).number());
    }

    private static byte[] error(int status) {
        try {
            OCSPResp response = new OCSPRespBuilder().build(status, null);
            return response.getEncoded();
        } catch (OCSPException | IOException e) {
            throw new IllegalStateException("an OCSP error could not be written", e);
        }
    }
}
