package io.flexaaa.gateway.anyconnect;

import io.flexaaa.gateway.pki.PeerCertificates;
import io.flexaaa.gateway.pki.Trustpoint;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.protocol.wire.Octets;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The device's certificate and its signature over what an IKE AUTH payload would sign, so that the
 * login belongs to this IKE SA and cannot be carried to another.
 */
final class DeviceProof {
    /** The client takes the hash of the IKE SA's PRF; SHA-1 is no proof any more. */
    private static final List<String> HASHES = List.of("SHA256", "SHA384", "SHA512");

    private DeviceProof() {}

    /**
     * @param signed what AUTH would cover
     * @return the device's own certificate
     */
    static X509Certificate check(
            List<Trustpoint> trustpoints,
            Octets certificates,
            Octets signature,
            Octets signed,
            Instant now)
            throws RefusedException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.toArray()))
                    .forEach(certificate -> chain.add((X509Certificate) certificate));
        } catch (GeneralSecurityException e) {
            throw new RefusedException(
                    Reason.LOGIN_MALFORMED,
                    "the device's certificates are not PKCS #7: " + e.getMessage());
        }
        X509Certificate own = PeerCertificates.checkDevice(trustpoints, chain, now);
        if (!verifies(own.getPublicKey(), signature, signed)) {
            throw new RefusedException(
                    Reason.CERTIFICATE_REFUSED,
                    "the signature is not of the key of "
                            + own.getSubjectX500Principal().getName()
                            + ", or not for this exchange");
        }
        return own;
    }

    private static boolean verifies(PublicKey key, Octets signature, Octets signed) {
        String with =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "withRSA";
                    case "EC" -> "withECDSA";
                    default -> "";
                };
        for (String hash : with.isEmpty() ? List.<String>of() : HASHES) {
            try {
                Signature verifier = Signature.getInstance(hash + with);
                verifier.initVerify(key);
                verifier.update(signed.toArray());
                if (verifier.verify(signature.toArray())) {
                    return true;
                }
            } catch (GeneralSecurityException notWithThisHash) {
                // A signature of another length or form is one that does not verify.
                continue;
            }
        }
        return false;
    }
}
