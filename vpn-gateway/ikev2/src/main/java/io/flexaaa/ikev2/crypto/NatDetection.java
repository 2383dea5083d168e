package io.flexaaa.ikev2.crypto;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.net.InetAddress;
import java.security.MessageDigest;

/** Data of NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP, RFC 7296 §2.23. */
public final class NatDetection {
    // The RFC fixes SHA-1; it hides addresses, no security rests on it.
    private static final ThreadLocal<MessageDigest> SHA1 =
            ThreadLocal.withInitial(() -> Jca.make(() -> MessageDigest.getInstance("SHA-1")));

    private NatDetection() {}

    /**
     * SHA-1(SPIi | SPIr | address | port), SPIs as in the header of the message that carries it.
     */
    public static Octets hash(long spiI, long spiR, InetAddress address, int port) {
        byte[] input =
                new WireWriter()
                        .u64(spiI)
                        .u64(spiR)
                        .bytes(address.getAddress())
                        .u16(port)
                        .toArray();
        return Octets.wrap(SHA1.get().digest(input));
    }
}
