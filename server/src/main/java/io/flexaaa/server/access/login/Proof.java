package io.flexaaa.server.access.login;

import io.flexaaa.protocol.mschap.MppeKeys;
import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.access.Verdict.MsChapProof;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Whether what a login carries was made with a password. */
final class Proof {

    private Proof() {}

    /** In constant time for each kind of credential. */
    static boolean fits(Credential credential, String userName, Secret password) {
        return switch (credential) {
            case Credential.Password(byte[] octets) -> Secret.copyOf(octets).matches(password);
            case Credential.Chap(int id, Octets response, Octets challenge) ->
                    response.contentEquals(chap(id, password, challenge));
            case Credential.MsChap1(_, Octets challenge, Octets response) ->
                    same(
                            response,
                            MsChap.challengeResponse(challenge, MsChap.ntPasswordHash(password)));
            case Credential.MsChap2(_, Octets challenge, Octets peerChallenge, Octets response) ->
                    same(
                            response,
                            MsChapV2.ntResponse(
                                    challenge,
                                    peerChallenge,
                                    Octets.ofUtf8(userName),
                                    MsChap.ntPasswordHash(password)));
            case Credential.Eap _,
                    Credential.Malformed _,
                    Credential.MalformedChap _,
                    Credential.Mixed _,
                    Credential.None _ ->
                    false;
        };
    }

    /** The server's own proof and the session keys, where the method has them. */
    static @Nullable MsChapProof answer(Credential credential, String userName, Secret password) {
        if (!(credential
                instanceof
                Credential.MsChap2(
                        int id,
                        Octets challenge,
                        Octets peerChallenge,
                        Octets response))) {
            return null;
        }
        Secret hash = MsChap.ntPasswordHash(password);
        return new MsChapProof(
                id,
                MsChapV2.authenticatorResponse(
                        hash, response, peerChallenge, challenge, Octets.ofUtf8(userName)),
                MppeKeys.of(hash, response));
    }

    /** RFC 2865 §5.3: MD5 over identifier, password and challenge. */
    private static byte[] chap(int identifier, Secret password, Octets challenge) {
        byte[] clear = password.reveal();
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) identifier);
            md5.update(clear);
            return md5.digest(challenge.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no MD5, which RADIUS is made of", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    private static boolean same(Octets a, Octets b) {
        return a.contentEquals(b.toArray());
    }
}
