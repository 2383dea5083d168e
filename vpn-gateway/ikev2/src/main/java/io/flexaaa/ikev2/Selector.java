package io.flexaaa.ikev2;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One traffic selector (RFC 7296 §3.13.1): an address range with an IP protocol (0 = any) and a
 * port range. Both addresses are of one family.
 */
public record Selector(
        InetAddress first, InetAddress last, int protocol, int startPort, int endPort) {
    public Selector {
        if (first.getClass() != last.getClass()) {
            throw new IllegalArgumentException(
                    "selector " + first + " - " + last + " mixes families");
        }
    }

    public static Selector any4() {
        return range(new byte[4], filled(4));
    }

    public static Selector any6() {
        return range(new byte[16], filled(16));
    }

    public static Selector host(InetAddress address) {
        return new Selector(address, address, 0, 0, 0xffff);
    }

    /** All protocols and ports of {@code address/prefixLength}. */
    public static Selector prefix(InetAddress address, int prefixLength) {
        byte[] low = address.getAddress();
        byte[] high = low.clone();
        for (int bit = prefixLength; bit < low.length * 8; bit++) {
            low[bit >> 3] = (byte) (low[bit >> 3] & ~(0x80 >> (bit & 7)));
            high[bit >> 3] = (byte) (high[bit >> 3] | 0x80 >> (bit & 7));
        }
        return range(low, high);
    }

    public boolean isV4() {
        return first.getAddress().length == 4;
    }

    /** {@code 10.0.0.0/0 - 10.255.255.255/65535}, the way IOS prints it. */
    @Override
    public String toString() {
        String text =
                first.getHostAddress()
                        + "/"
                        + startPort
                        + " - "
                        + last.getHostAddress()
                        + "/"
                        + endPort;
        return protocol == 0 ? text : text + " protocol " + protocol;
    }

    private static Selector range(byte[] low, byte[] high) {
        try {
            return new Selector(
                    InetAddress.getByAddress(low), InetAddress.getByAddress(high), 0, 0, 0xffff);
        } catch (UnknownHostException cannotHappen) {
            throw new IllegalStateException(cannotHappen);
        }
    }

    private static byte[] filled(int length) {
        byte[] out = new byte[length];
        java.util.Arrays.fill(out, (byte) 0xff);
        return out;
    }
}
