package io.flexaaa.server.certificate;

import io.flexaaa.protocol.wire.Octets;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signatures that were found right before: a certificate that was signed stays so, and a peer shows
 * the same one at each login. Whether it is in force, revoked or of use is decided anew each time.
 * Holds digests only, the least recently seen give way.
 */
final class VerifiedSignatures {
    private static final int MOST = 50_000;

    private final Map<Octets, Boolean> right =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Octets, Boolean> eldest) {
                    return size() > MOST;
                }
            };

    /** Whether something is known to be right; if not, the check finds out. */
    boolean holds(Octets what, Check check) {
        synchronized (right) {
            if (right.get(what) != null) return true;
        }
        if (!check.isRight()) return false;
        synchronized (right) {
            right.put(what, true);
        }
        return true;
    }

    /** Costs signature verifications. */
    @FunctionalInterface
    interface Check {
        boolean isRight();
    }

    /**
     * What stands for these certificates, in this order, under that key.
     *
     * @param claim what is said of them
     */
    static Octets of(String claim, List<X509Certificate> certificates, PublicKey key)
            throws CertificateEncodingException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((byte) claim.length());
            sha.update(claim.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            for (X509Certificate certificate : certificates) put(sha, certificate.getEncoded());
            put(sha, key.getEncoded());
            return Octets.wrap(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /** With its length, so that no two lists come to the same octets. */
    private static void put(MessageDigest sha, byte[] octets) {
        for (int shift = 24; shift >= 0; shift -= 8) sha.update((byte) (octets.length >>> shift));
        sha.update(octets);
    }
}
