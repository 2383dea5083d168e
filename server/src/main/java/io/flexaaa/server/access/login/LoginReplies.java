package io.flexaaa.server.access.login;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.MppeKey;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.access.Verdict;
import io.flexaaa.server.access.Verdict.MsChapProof;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What the answers to logins carry beside the user's attributes. */
public final class LoginReplies {

    /** Sub-attributes of vendor 311 (RFC 2548). */
    private static final int MS_CHAP_ERROR = 2;

    private static final int MS_MPPE_ENCRYPTION_POLICY = 7;
    private static final int MS_MPPE_ENCRYPTION_TYPES = 8;
    private static final int MS_CHAP2_SUCCESS = 26;

    /** Encryption-Allowed, and the 128-bit keys that go with it (RFC 2548 §2.4.4, §2.4.5). */
    private static final int POLICY_ALLOWED = 1;

    private static final int TYPE_128_BIT = 4;

    private LoginReplies() {}

    public static Attributes accept(
            Attributes ofUser,
            @Nullable MsChapProof proof,
            Secret secret,
            Octets requestAuthenticator) {
        if (proof == null) return ofUser;
        // RFC 2548 §2.4.2: the salts of one packet differ.
        int salt = ThreadLocalRandom.current().nextInt(0x8000);
        return Attributes.builder()
                .addAll(ofUser)
                .vsa(
                        Attr.VENDOR_MICROSOFT,
                        MS_CHAP2_SUCCESS,
                        Octets.of(proof.identifier()).plus(Octets.ofUtf8(proof.response())))
                .vsa(
                        Attr.VENDOR_MICROSOFT,
                        MppeKey.RECEIVE,
                        MppeKey.encrypt(salt, proof.keys().receive(), secret, requestAuthenticator))
                .vsa(
                        Attr.VENDOR_MICROSOFT,
                        MppeKey.SEND,
                        MppeKey.encrypt(
                                salt ^ 1, proof.keys().send(), secret, requestAuthenticator))
                .vsa(Attr.VENDOR_MICROSOFT, MS_MPPE_ENCRYPTION_POLICY, u32(POLICY_ALLOWED))
                .vsa(Attr.VENDOR_MICROSOFT, MS_MPPE_ENCRYPTION_TYPES, u32(TYPE_128_BIT))
                .build();
    }

    public static Attributes challenge(Verdict.Challenge challenge) {
        return Attributes.builder()
                .add(Attr.STATE, challenge.state())
                .string(Attr.REPLY_MESSAGE, "Enter the one-time code")
                .u32(Attr.SESSION_TIMEOUT, challenge.seconds())
                .build();
    }

    /** The same words whatever the reason: the person at the door is not told what was wrong. */
    public static Attributes reject(Credential credential) {
        return switch (credential) {
            case Credential.MsChap2(int identifier, _, _, _) ->
                    error(identifier, "E=691 R=0 C=" + challenge(16) + " V=3 M=Login refused");
            case Credential.MsChap1(int identifier, _, _) ->
                    error(identifier, "E=691 R=0 C=" + challenge(8) + " V=2");
            case Credential.Password _,
                    Credential.Chap _,
                    Credential.Eap _,
                    Credential.Malformed _,
                    Credential.MalformedChap _,
                    Credential.Mixed _,
                    Credential.None _ ->
                    Attributes.EMPTY;
        };
    }

    /** RFC 2759 §6: E=691 is ERROR_AUTHENTICATION_FAILURE, R=0 that no retry is taken. */
    private static Attributes error(int identifier, String text) {
        return Attributes.builder()
                .vsa(
                        Attr.VENDOR_MICROSOFT,
                        MS_CHAP_ERROR,
                        Octets.of(identifier).plus(Octets.ofUtf8(text)))
                .build();
    }

    /** For a retry that is never taken; anything will do, and some peers want it there. */
    private static String challenge(int octets) {
        byte[] random = new byte[octets];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().withUpperCase().formatHex(random);
    }

    private static Octets u32(int value) {
        return new WireWriter(4).u32(value).toOctets();
    }
}
