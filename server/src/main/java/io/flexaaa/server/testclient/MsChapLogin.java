package io.flexaaa.server.testclient;

import io.flexaaa.protocol.mschap.MppeKeys;
import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.testclient.TestRequest.NamedValue;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.util.List;

/** A person's side of MS-CHAPv2: the response, and the check that the server knows it, too. */
final class MsChapLogin {

    private final int identifier;
    private final Octets challenge;
    private final Octets peerChallenge;
    private final Octets response;
    private final String proof;
    private final MppeKeys keys;

    MsChapLogin(String user, String password, SecureRandom random) {
        byte[] octets = new byte[2 * MsChapV2.CHALLENGE_OCTETS];
        random.nextBytes(octets);
        Octets name = Octets.ofUtf8(user);
        Secret hash = MsChap.ntPasswordHash(Secret.ofUtf8(password));
        this.identifier = random.nextInt(256);
        this.challenge = Octets.copyOf(octets, 0, MsChapV2.CHALLENGE_OCTETS);
        this.peerChallenge =
                Octets.copyOf(octets, MsChapV2.CHALLENGE_OCTETS, MsChapV2.CHALLENGE_OCTETS);
        this.response = MsChapV2.ntResponse(challenge, peerChallenge, name, hash);
        this.proof = MsChapV2.authenticatorResponse(hash, response, peerChallenge, challenge, name);
        this.keys = MppeKeys.of(hash, response);
    }

    /** RFC 2548 §2.3.2: identifier, flags, peer's challenge, eight zeros, response. */
    List<NamedValue> attributes() {
        Octets value =
                Octets.of(identifier, 0)
                        .plus(peerChallenge)
                        .plus(Octets.wrap(new byte[8]))
                        .plus(response);
        return List.of(
                new NamedValue("MS-CHAP-Challenge", "0x" + challenge.hex()),
                new NamedValue("MS-CHAP2-Response", "0x" + value.hex()));
    }

    /** What is wrong with the server's own proof in an Access-Accept, or null. */
    @Nullable String problem(TestReply reply) {
        Octets success = reply.octets("MS-CHAP2-Success");
        if (success == null) {
            return "the Access-Accept has no MS-CHAP2-Success: the server did not show that it"
                    + " knows the password";
        }
        Octets wanted = Octets.of(identifier).plus(Octets.ofUtf8(proof));
        // RFC 2759 §5 allows a message behind the proof.
        if (success.length() < wanted.length()
                || !success.slice(0, wanted.length()).equals(wanted)) {
            return "MS-CHAP2-Success is not the proof of who knows this password: another"
                    + " server, or another password";
        }
        Octets send = reply.octets("MS-MPPE-Send-Key");
        Octets receive = reply.octets("MS-MPPE-Recv-Key");
        boolean other =
                send != null && !send.contentEquals(keys.send().reveal())
                        || receive != null && !receive.contentEquals(keys.receive().reveal());
        return other
                ? "the MS-MPPE keys are not those of this login (RFC 3079): encryption would fail"
                : null;
    }
}
