package io.flexaaa.ikev2.crypto;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * JCA engines, kept per thread: looking one up by name costs more than the HMAC of an IKE message,
 * and an engine is not thread-safe. An SA keeps only its keys, so ten thousand idle SAs do not hold
 * ten thousand engines.
 */
final class Jca {
    private static final ThreadLocal<Map<String, Mac>> MACS = ThreadLocal.withInitial(HashMap::new);
    private static final ThreadLocal<Map<String, Cipher>> CIPHERS =
            ThreadLocal.withInitial(HashMap::new);

    private Jca() {}

    static Mac mac(String name) {
        return MACS.get().computeIfAbsent(name, n -> make(() -> Mac.getInstance(n)));
    }

    static Cipher cipher(String transformation) {
        return CIPHERS.get()
                .computeIfAbsent(transformation, n -> make(() -> Cipher.getInstance(n)));
    }

    interface Maker<T> {
        T make() throws GeneralSecurityException;
    }

    /** Runs what every JDK provides; its absence is a broken installation, not an input error. */
    static <T> T make(Maker<T> maker) {
        try {
            return maker.make();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks " + e.getMessage(), e);
        }
    }
}
