package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.crypto.Cookie;
import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.sa.Path;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

/**
 * Stateless cookies, RFC 7296 §2.6: proof that the peer receives at the address it sends from. The
 * secret changes; the one before still counts, for clients that were just told.
 */
final class CookieJar {
    private static final long SECRET_LIFE_MS = 60_000;
    private static final int SECRET_OCTETS = 32;

    private final Entropy entropy;
    private int version;
    private Secret secret;
    private Secret previous;
    private long renewAtMs;

    CookieJar(Entropy entropy) {
        this.entropy = entropy;
        this.secret = Secret.wrap(entropy.bytes(SECRET_OCTETS));
        this.previous = Secret.wrap(entropy.bytes(SECRET_OCTETS));
        this.renewAtMs = Long.MIN_VALUE;
    }

    Octets make(Octets ni, Path path, long spiI, long nowMs) {
        renew(nowMs);
        return cookie(secret, version, ni, path, spiI);
    }

    boolean verify(Octets cookie, Octets ni, Path path, long spiI, long nowMs) {
        renew(nowMs);
        int claimed = Cookie.secretVersion(cookie);
        boolean now = claimed == version;
        if (!now && claimed != (version - 1 & 0xff)) {
            return false;
        }
        Octets expected = cookie(now ? secret : previous, claimed, ni, path, spiI);
        return expected.contentEquals(cookie.toArray());
    }

    private void renew(long nowMs) {
        if (renewAtMs == Long.MIN_VALUE) {
            renewAtMs = nowMs + SECRET_LIFE_MS;
        } else if (nowMs >= renewAtMs) {
            previous.close();
            previous = secret;
            secret = Secret.wrap(entropy.bytes(SECRET_OCTETS));
            version = version + 1 & 0xff;
            renewAtMs = nowMs + SECRET_LIFE_MS;
        }
    }

    private static Octets cookie(Secret with, int version, Octets ni, Path path, long spiI) {
        return Cookie.make(with, version, ni, path.remote().address(), path.remote().port(), spiI);
    }
}
