package io.flexaaa.server.certificate;

import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

/** One OCSP question over HTTP and all that makes its answer worth believing (RFC 6960 §3.2). */
@Component
class OcspQuery {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int LARGEST = 64 << 10;

    private final SecureRandom random;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    OcspQuery(SecureRandom random) {
        this.random = random;
    }

    record Told(OcspStatus status, @Nullable Instant nextUpdate) {}

    /** There is no answer that may be believed; the message says why. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String why) {
            super(why, null, false, false);
        }
    }

    Told ask(TrustedAuthority issuer, BigInteger serial, Instant now) throws Failed {
        String url = issuer.ocspUrl();
        if (url == null) throw new Failed("the authority has no OCSP URL");
        try {
            X509CertificateHolder ca = new JcaX509CertificateHolder(issuer.certificate());
            // SHA-1 only names the issuer here (RFC 6960 §4.3); responders know no other.
            CertificateID id =
                    new CertificateID(
                            new JcaDigestCalculatorProviderBuilder()
                                    .build()
                                    .get(CertificateID.HASH_SHA1),
                            ca,
                            serial);
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            byte[] request =
                    new OCSPReqBuilder()
                            .addRequest(id)
                            .setRequestExtensions(nonce(nonce))
                            .build()
                            .getEncoded();
            return read(send(url, request), id, ca, nonce, now);
        } catch (IOException | OCSPException | OperatorException | CertificateException e) {
            throw new Failed(url + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new Failed(url + ": the answer is no OCSP response");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(url + ": interrupted");
        }
    }

    private static Extensions nonce(byte[] nonce) throws IOException {
        return new Extensions(
                new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                        false,
                        new org.bouncycastle.asn1.DEROctetString(nonce).getEncoded()));
    }

    private byte[] send(String url, byte[] body) throws IOException, InterruptedException, Failed {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/ocsp-request")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        HttpResponse<InputStream> response =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new Failed(url + ": HTTP " + response.statusCode());
            }
            byte[] octets = in.readNBytes(LARGEST + 1);
            if (octets.length > LARGEST) throw new Failed(url + ": more than " + LARGEST);
            return octets;
        }
    }

    private static Told read(
            byte[] octets, CertificateID id, X509CertificateHolder ca, byte[] nonce, Instant now)
            throws IOException, OCSPException, OperatorException, CertificateException, Failed {
        OCSPResp response = new OCSPResp(octets);
        if (response.getStatus() != OCSPResp.SUCCESSFUL) {
            throw new Failed("the responder answered with error " + response.getStatus());
        }
        if (!(response.getResponseObject() instanceof BasicOCSPResp basic)) {
            throw new Failed("the answer is of a kind that is not known");
        }
        if (!basic.isSignatureValid(verifier(basic, ca, now))) {
            throw new Failed("the answer's signature is wrong");
        }
        Extension echoed = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        if (echoed != null
                && !Arrays.equals(
                        org.bouncycastle.asn1.ASN1OctetString.getInstance(echoed.getParsedValue())
                                .getOctets(),
                        nonce)) {
            throw new Failed("the answer belongs to another question");
        }
        for (SingleResp single : basic.getResponses()) {
            if (!single.getCertID().equals(id)) continue;
            Instant next =
                    single.getNextUpdate() == null ? null : single.getNextUpdate().toInstant();
            if (single.getThisUpdate().toInstant().isAfter(now.plus(SKEW))
                    || (next != null && next.isBefore(now.minus(SKEW)))) {
                throw new Failed("the answer is not of now: next update " + next);
            }
            CertificateStatus status = single.getCertStatus();
            // Bouncy Castle's "good" is null.
            if (status == null) return new Told(OcspStatus.GOOD, next);
            return new Told(
                    status instanceof RevokedStatus ? OcspStatus.REVOKED : OcspStatus.UNKNOWN,
                    next);
        }
        throw new Failed("the answer is about other certificates");
    }

    /** The authority itself, or a responder it made one (RFC 6960 §4.2.2.2). */
    private static ContentVerifierProvider verifier(
            BasicOCSPResp basic, X509CertificateHolder ca, Instant now)
            throws OperatorException, CertificateException, Failed {
        JcaContentVerifierProviderBuilder builder = new JcaContentVerifierProviderBuilder();
        for (X509CertificateHolder holder : basic.getCerts()) {
            if (holder.equals(ca)) continue;
            ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(holder.getExtensions());
            boolean delegated =
                    usage != null && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning);
            if (!delegated || !holder.getIssuer().equals(ca.getSubject())) continue;
            try {
                if (!holder.isSignatureValid(builder.build(ca))
                        || !holder.isValidOn(Date.from(now))) {
                    throw new Failed("the responder's certificate is not the authority's");
                }
            } catch (org.bouncycastle.cert.CertException e) {
                throw new Failed("the responder's certificate cannot be read");
            }
            return builder.build(holder);
        }
        SubjectPublicKeyInfo key = ca.getSubjectPublicKeyInfo();
        return builder.build(key);
    }
}
