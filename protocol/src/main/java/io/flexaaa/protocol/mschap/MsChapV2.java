package io.flexaaa.protocol.mschap;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * MS-CHAP version 2 (RFC 2759 §8), both sides of it: the response, and the proof that answers it.
 */
public final class MsChapV2 {
    public static final int CHALLENGE_OCTETS = 16;

    /** RFC 2759 §8.7. */
    private static final byte[] MAGIC_1 = ascii("Magic server to client signing constant");

    private static final byte[] MAGIC_2 = ascii("Pad to make it do more than one iteration");

    private MsChapV2() {}

    /**
     * ChallengeHash (§8.2).
     *
     * @param userName as the peer sent it; a Windows domain in front does not count
     */
    public static Octets challengeHash(
            Octets peerChallenge, Octets authenticatorChallenge, Octets userName) {
        MessageDigest sha = sha1();
        sha.update(checked("peer", peerChallenge).toArray());
        sha.update(checked("authenticator", authenticatorChallenge).toArray());
        sha.update(withoutDomain(userName).toArray());
        return Octets.copyOf(sha.digest(), 0, MsChap.CHALLENGE_OCTETS);
    }

    /** GenerateNTResponse (§8.1). */
    public static Octets ntResponse(
            Octets authenticatorChallenge,
            Octets peerChallenge,
            Octets userName,
            Secret ntPasswordHash) {
        return MsChap.challengeResponse(
                challengeHash(peerChallenge, authenticatorChallenge, userName), ntPasswordHash);
    }

    /** GenerateAuthenticatorResponse (§8.7), as in {@code S=407A...}. */
    public static String authenticatorResponse(
            Secret ntPasswordHash,
            Octets ntResponse,
            Octets peerChallenge,
            Octets authenticatorChallenge,
            Octets userName) {
        MessageDigest sha = sha1();
        sha.update(MsChap.hashOfHash(ntPasswordHash));
        sha.update(ntResponse.toArray());
        sha.update(MAGIC_1);
        byte[] first = sha.digest();
        sha.update(first);
        sha.update(challengeHash(peerChallenge, authenticatorChallenge, userName).toArray());
        sha.update(MAGIC_2);
        return "S=" + HexFormat.of().withUpperCase().formatHex(sha.digest());
    }

    /**
     * The name that is hashed: Windows peers send DOMAIN\\user and hash the user only (RFC 2759
     * §4).
     */
    static Octets withoutDomain(Octets userName) {
        for (int i = 0; i < userName.length(); i++) {
            if (userName.u8(i) == '\\') return userName.slice(i + 1, userName.length());
        }
        return userName;
    }

    private static Octets checked(String whose, Octets challenge) {
        if (challenge.length() != CHALLENGE_OCTETS) {
            throw new IllegalArgumentException(
                    "the " + whose + " challenge has " + challenge.length() + " octets, not 16");
        }
        return challenge;
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every JDK", e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
