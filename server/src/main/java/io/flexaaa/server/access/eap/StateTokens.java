package io.flexaaa.server.access.eap;

import io.flexaaa.protocol.wire.Octets;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The State attribute: 16 random octets that name a conversation, the round, and a MAC over both
 * and the NAS. It cannot be guessed or forged, serves for one round, and for one NAS only.
 */
final class StateTokens {
    private static final int ID = 16;
    private static final int MAC = 16;
    private static final int OCTETS = ID + 1 + MAC;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecureRandom random;
    private final Mac keyed;

    StateTokens(SecureRandom random) {
        this.random = random;
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        try {
            this.keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(octets, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }

    /** A token that was good when it was read. */
    record Token(Octets conversation, int round) {}

    Octets newId() {
        byte[] id = new byte[ID];
        random.nextBytes(id);
        return Octets.wrap(id);
    }

    Octets write(Octets id, int round, long nasId) {
        byte[] token = new byte[OCTETS];
        id.copyTo(token, 0);
        token[ID] = (byte) round;
        System.arraycopy(mac(token, nasId), 0, token, ID + 1, MAC);
        return Octets.wrap(token);
    }

    /** Null for whatever was not written here for that NAS. */
    @Nullable Token read(Octets state, long nasId) {
        if (state.length() != OCTETS) return null;
        byte[] token = state.toArray();
        byte[] given = Arrays.copyOfRange(token, ID + 1, OCTETS);
        if (!java.security.MessageDigest.isEqual(mac(token, nasId), given)) return null;
        return new Token(state.slice(0, ID), state.u8(ID));
    }

    private byte[] mac(byte[] token, long nasId) {
        try {
            // A copy of one that has its key costs no look-up of a provider.
            Mac mac = (Mac) keyed.clone();
            mac.update(token, 0, ID + 1);
            for (int shift = 56; shift >= 0; shift -= 8) mac.update((byte) (nasId >>> shift));
            return Arrays.copyOf(mac.doFinal(), MAC);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own " + ALGORITHM + " can be copied", e);
        }
    }
}
