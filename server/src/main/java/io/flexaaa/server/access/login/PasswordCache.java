package io.flexaaa.server.access.login;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.secrets.Argon2Hash;
import io.flexaaa.server.snapshot.UserEntry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords that were found right a short while ago, so that a busy user does not cost an Argon2id
 * each time. Holds no password: an HMAC under a key of this process over user, stored hash and
 * password. A changed password has another stored hash, so its old entry never matches again.
 */
final class PasswordCache {

    private static final int MAX = 20_000;

    private final SecretKeySpec key;
    private final long holdMs;
    private final Map<Octets, Long> until =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Octets, Long> eldest) {
                    return size() > MAX;
                }
            };

    PasswordCache(SecureRandom random, int holdSeconds) {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        this.key = new SecretKeySpec(octets, "HmacSHA256");
        this.holdMs = holdSeconds * 1_000L;
    }

    boolean knows(UserEntry user, Argon2Hash hash, Secret password, long nowMs) {
        if (holdMs == 0) return false;
        Octets entry = entry(user, hash, password);
        synchronized (until) {
            Long end = until.get(entry);
            if (end == null) return false;
            if (nowMs < end) return true;
            until.remove(entry);
            return false;
        }
    }

    void right(UserEntry user, Argon2Hash hash, Secret password, long nowMs) {
        if (holdMs == 0) return;
        Octets entry = entry(user, hash, password);
        synchronized (until) {
            until.put(entry, nowMs + holdMs);
        }
    }

    private Octets entry(UserEntry user, Argon2Hash hash, Secret password) {
        byte[] clear = password.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((user.id() + "|" + hash.text() + "|").getBytes(StandardCharsets.US_ASCII));
            return Octets.wrap(mac.doFinal(clear));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every JDK", e);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }
}
