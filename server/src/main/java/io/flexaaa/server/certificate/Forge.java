package io.flexaaa.server.certificate;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs certificates and revocation lists (RFC 5280). Functions: no clock, no store. */
final class Forge {

    private Forge() {}

    /** An authority's certificate and its key, open. */
    record Issuer(X509Certificate certificate, PrivateKey key) {}

    record Revocation(BigInteger serial, Instant at, RevocationReason reason) {}

    record Leaf(
            PublicKey key,
            X500Name subject,
            List<GeneralName> names,
            CertificatePurpose purpose,
            Instant notBefore,
            Instant notAfter,
            @Nullable String crlUrl,
            @Nullable String ocspUrl) {}

    /** 128 random bits (CA/Browser Forum asks for 64); positive and never zero. */
    static BigInteger serial(SecureRandom random) {
        return new BigInteger(128, random).setBit(127);
    }

    static X509Certificate authority(
            X500Name subject,
            KeyPair keys,
            Instant notBefore,
            Instant notAfter,
            SecureRandom random) {
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                                    subject,
                                    serial(random),
                                    Date.from(notBefore),
                                    Date.from(notAfter),
                                    subject,
                                    keys.getPublic())
                            // Path length 0: it signs no further authorities.
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(
                                            KeyUsage.keyCertSign
                                                    | KeyUsage.cRLSign
                                                    | KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    ids.createSubjectKeyIdentifier(keys.getPublic()));
            return sign(builder, keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("an authority could not be made", e);
        }
    }

    static X509Certificate leaf(Issuer issuer, Leaf leaf, SecureRandom random) {
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                                    issuer.certificate,
                                    serial(random),
                                    Date.from(leaf.notBefore),
                                    Date.from(leaf.notAfter),
                                    new javax.security.auth.x500.X500Principal(
                                            leaf.subject.getEncoded()),
                                    leaf.key)
                            .addExtension(
                                    Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, usage(leaf.key))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(
                                            leaf.purpose.usages().toArray(KeyPurposeId[]::new)))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    ids.createSubjectKeyIdentifier(leaf.key))
                            .addExtension(
                                    Extension.authorityKeyIdentifier,
                                    false,
                                    ids.createAuthorityKeyIdentifier(issuer.certificate));
            if (!leaf.names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        // RFC 5280 §4.2.1.6: critical where the subject is empty.
                        leaf.subject.getRDNs().length == 0,
                        new GeneralNames(leaf.names.toArray(GeneralName[]::new)));
            }
            addresses(builder, leaf);
            return sign(builder, issuer.key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a certificate could not be made", e);
        }
    }

    private static KeyUsage usage(PublicKey key) {
        int bits = KeyUsage.digitalSignature;
        // TLS 1.2's static RSA is not served, but IOS asks for the bit on RSA keys.
        if (key.getAlgorithm().equals("RSA")) bits |= KeyUsage.keyEncipherment;
        return new KeyUsage(bits);
    }

    private static void addresses(X509v3CertificateBuilder builder, Leaf leaf)
            throws CertIOException {
        if (leaf.crlUrl != null) {
            GeneralNames where =
                    new GeneralNames(
                            new GeneralName(GeneralName.uniformResourceIdentifier, leaf.crlUrl));
            builder.addExtension(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(
                            new DistributionPoint[] {
                                new DistributionPoint(new DistributionPointName(where), null, null)
                            }));
        }
        if (leaf.ocspUrl != null) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            new AccessDescription(
                                    X509ObjectIdentifiers.id_ad_ocsp,
                                    new GeneralName(
                                            GeneralName.uniformResourceIdentifier, leaf.ocspUrl))));
        }
    }

    /** A complete list, DER. */
    static byte[] crl(
            Issuer issuer,
            List<Revocation> revoked,
            BigInteger number,
            Instant thisUpdate,
            Instant nextUpdate) {
        try {
            X509v2CRLBuilder builder =
                    new X509v2CRLBuilder(
                            X500Name.getInstance(
                                    issuer.certificate.getSubjectX500Principal().getEncoded()),
                            Date.from(thisUpdate));
            builder.setNextUpdate(Date.from(nextUpdate));
            for (Revocation one : revoked) {
                builder.addCRLEntry(one.serial, Date.from(one.at), one.reason.number());
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.certificate));
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            return builder.build(signer(issuer.key)).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a revocation list could not be made", e);
        }
    }

    static ContentSigner signer(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder(KeyKind.signature(key)).build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("no signer for " + key.getAlgorithm(), e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
    }
}
