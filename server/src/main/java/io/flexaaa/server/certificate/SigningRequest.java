package io.flexaaa.server.certificate;

import io.flexaaa.server.problem.Check;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;

/**
 * Subject, names and, out of a PKCS#10 request, the key. What the order names goes before what the
 * request asks for: of a request only key, subject and names are taken, never extensions.
 */
record SigningRequest(@Nullable PublicKey key, X500Name subject, List<GeneralName> names) {

    static SigningRequest of(CertificateOrder order, Check check) {
        PublicKey key = null;
        X500Name subject = null;
        List<GeneralName> names = List.of();
        String pem = order.csrPem();
        if (pem != null) {
            PKCS10CertificationRequest request = Pem.request("csrPem", pem);
            key = key(request, check);
            subject = request.getSubject();
            if (order.names() == null) names = names(request);
        }
        if (order.names() != null) names = AlternativeNames.parse(order.names(), check);
        String text = order.subject();
        if (text != null && !text.isBlank()) subject = AuthorityService.subject(text);
        boolean named = subject != null && subject.getRDNs().length > 0;
        check.require(
                named || !names.isEmpty(),
                "subject",
                null,
                "is missing",
                "give a subject such as CN=hub1.example.com, or names");
        return new SigningRequest(
                key, named && subject != null ? subject : new X500Name("CN=unnamed"), names);
    }

    private static @Nullable PublicKey key(PKCS10CertificationRequest request, Check check) {
        try {
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            check.require(
                    request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key)),
                    "csrPem",
                    "",
                    "is not signed with its own key",
                    "make the request anew on the device");
            check.require(
                    KeyKind.strong(key),
                    "csrPem",
                    KeyKind.describe(key),
                    "is too weak a key",
                    "make an EC key from 256 or an RSA key from 2048 bits");
            return key;
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException e) {
            check.require(
                    false, "csrPem", "", "has a key of an unknown kind", "EC, RSA or Ed25519");
            return null;
        }
    }

    private static List<GeneralName> names(PKCS10CertificationRequest request) {
        Extensions asked = request.getRequestedExtensions();
        if (asked == null) return List.of();
        GeneralNames names = GeneralNames.fromExtensions(asked, Extension.subjectAlternativeName);
        return names == null ? List.of() : Arrays.asList(names.getNames());
    }
}
