package io.flexaaa.protocol.radius;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.util.Arrays;

/**
 * The value of MS-MPPE-Send-Key and MS-MPPE-Recv-Key (RFC 2548 §2.4.2, §2.4.3): a salt, and the key
 * behind a length octet, padded and encrypted. Tunnel-Password without the tag.
 */
public final class MppeKey {
    /** Sub-attribute numbers of vendor 311. */
    public static final int SEND = 16;

    public static final int RECEIVE = 17;

    private MppeKey() {}

    /**
     * @param salt 16 bits, unique among the salted attributes of one packet; its top bit is set
     *     here
     */
    public static Octets encrypt(int salt, Secret key, Secret secret, Octets requestAuthenticator) {
        byte[] clear = key.reveal();
        try {
            Octets tagged = TunnelPassword.encrypt(0, salt, clear, secret, requestAuthenticator);
            return tagged.slice(1, tagged.length());
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    public static Secret decrypt(Octets value, Secret secret, Octets requestAuthenticator)
            throws DecodeException {
        Octets tagged = Octets.of(0).plus(value);
        return Secret.wrap(TunnelPassword.decrypt(tagged, secret, requestAuthenticator));
    }
}
