package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;

import java.security.InvalidKeyException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC (RFC 2104) with the engine of this thread. */
final class Hmac {
    private Hmac() {}

    /** A keyed engine, valid until the next call on this thread for the same algorithm. */
    static Mac keyed(String jcaName, byte[] key) {
        Mac mac = Jca.mac(jcaName);
        try {
            // HMAC pads a short key with zeros, so one zero octet is the empty key, which JCA
            // refuses.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, jcaName));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(jcaName + " refuses a key of " + key.length, e);
        }
        return mac;
    }

    static byte[] compute(String jcaName, byte[] key, byte[]... parts) {
        Mac mac = keyed(jcaName, key);
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    static byte[] compute(String jcaName, byte[] key, Octets... parts) {
        Mac mac = keyed(jcaName, key);
        for (Octets part : parts) {
            mac.update(part.toArray());
        }
        return mac.doFinal();
    }
}
