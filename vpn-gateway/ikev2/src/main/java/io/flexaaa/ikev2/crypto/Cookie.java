package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import java.net.InetAddress;
import java.util.Arrays;

/** Stateless cookies, RFC 7296 §2.6: VersionIDofSecret | MAC(secret, Ni | IPi | port | SPIi). */
public final class Cookie {
    /** Octets of every cookie made here: a version octet and half an HMAC-SHA-256. */
    public static final int OCTETS = 17;

    private Cookie() {}

    /**
     * The cookie for this request. The port is bound too: behind one NAT, one client's cookie must
     * not serve another.
     */
    public static Octets make(
            Secret secret, int secretVersion, Octets ni, InetAddress address, int port, long spiI) {
        byte[] key = secret.reveal();
        byte[] bound =
                new WireWriter()
                        .octets(ni)
                        .bytes(address.getAddress())
                        .u16(port)
                        .u64(spiI)
                        .toArray();
        byte[] mac = Hmac.compute("HmacSHA256", key, bound);
        Arrays.fill(key, (byte) 0);
        return new WireWriter(OCTETS).u8(secretVersion).bytes(mac, 0, OCTETS - 1).toOctets();
    }

    /** Which secret to verify a returned cookie with; -1 when it cannot be one of ours. */
    public static int secretVersion(Octets cookie) {
        return cookie.length() == OCTETS ? cookie.u8(0) : -1;
    }
}
