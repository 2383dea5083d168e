package io.flexaaa.server.access.login;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.secrets.SecretBox;
import io.flexaaa.server.secrets.SecretBox.Place;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.UserEntry;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The State of an Access-Challenge: who proved a password to which NAS, and until when that counts.
 * Sealed, so nobody makes one, and any instance can read it; answered once. On another instance a
 * second answer would need a second code, for each code serves once on all of them.
 */
final class LoginStates {

    private static final int OCTETS = 3 * Long.BYTES;
    private static final int MAX_ANSWERED = 100_000;

    /** What a State says about a request. */
    enum Finding {
        GOOD,
        UNKNOWN,
        USED
    }

    private final SecretBox box;
    private final SecureRandom random;
    private final int seconds;
    private final Map<Long, Boolean> answered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > MAX_ANSWERED;
                }
            };

    LoginStates(SecretBox box, SecureRandom random, int seconds) {
        this.box = box;
        this.random = random;
        this.seconds = seconds;
    }

    int seconds() {
        return seconds;
    }

    Octets issue(UserEntry user, NasEntry nas, long nowMs) {
        byte[] clear =
                ByteBuffer.allocate(OCTETS)
                        .putLong(user.id())
                        .putLong(nowMs + seconds * 1_000L)
                        .putLong(random.nextLong())
                        .array();
        return Octets.wrap(box.seal(Secret.wrap(clear), place(nas)));
    }

    /** Asking uses it up. */
    Finding take(Octets state, UserEntry user, NasEntry nas, long nowMs) {
        ByteBuffer clear;
        try {
            clear = ByteBuffer.wrap(box.open(state.toArray(), place(nas)).reveal());
        } catch (SecretBox.UnsealException e) {
            // Forged, of another NAS, or another server's altogether.
            return Finding.UNKNOWN;
        }
        if (clear.remaining() != OCTETS
                || clear.getLong() != user.id()
                || nowMs >= clear.getLong()) {
            return Finding.UNKNOWN;
        }
        synchronized (answered) {
            return answered.put(clear.getLong(), true) == null ? Finding.GOOD : Finding.USED;
        }
    }

    private static Place place(NasEntry nas) {
        return new Place("login", nas.id(), "state");
    }
}
