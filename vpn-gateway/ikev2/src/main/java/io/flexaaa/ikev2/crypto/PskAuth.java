package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** AUTH data of a pre-shared key, RFC 7296 §2.15. */
public final class PskAuth {
    private static final byte[] KEY_PAD = "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII);

    private PskAuth() {}

    /**
     * What an endpoint signs: its own first message as sent on the wire (without non-ESP marker),
     * the <em>other</em> side's nonce, and prf(SK_p, body of its ID payload).
     */
    public static Octets signedOctets(
            PrfAlgorithm prf,
            Octets firstMessage,
            Octets peerNonce,
            Secret skP,
            Identification id) {
        byte[] p = skP.reveal();
        byte[] maccedId = Prf.prf(prf, p, id.body().toArray());
        Arrays.fill(p, (byte) 0);
        return firstMessage.plus(peerNonce).plus(Octets.wrap(maccedId));
    }

    /** AUTH = prf(prf(Shared Secret, "Key Pad for IKEv2"), signed octets). */
    public static Octets auth(PrfAlgorithm prf, Secret psk, Octets signedOctets) {
        byte[] key = psk.reveal();
        byte[] padded = Prf.prf(prf, key, KEY_PAD);
        Octets auth = Octets.wrap(Prf.prf(prf, padded, signedOctets.toArray()));
        Arrays.fill(key, (byte) 0);
        Arrays.fill(padded, (byte) 0);
        return auth;
    }

    /** Constant-time check of the peer's AUTH data. */
    public static boolean verify(
            PrfAlgorithm prf, Secret psk, Octets signedOctets, Octets authData) {
        return auth(prf, psk, signedOctets).contentEquals(authData.toArray());
    }
}
