package io.flexaaa.ipsec.gre;

import org.jspecify.annotations.Nullable;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * One GRE tunnel inside an SA.
 *
 * @param transport ESP in transport mode: GRE follows the ESP header at once. Otherwise a delivery
 *     header of its own stands before it (ESP in tunnel mode).
 * @param local our end, {@code remote}: the peer's; both of one family
 * @param key RFC 2890 §2.1; packets with another key, or with one where none is agreed, are not of
 *     this tunnel
 */
public record GreTunnel(
        boolean transport, InetAddress local, InetAddress remote, @Nullable Integer key) {

    /** IP protocol number. */
    public static final int PROTOCOL = 47;

    static final int KEY_PRESENT = 0x2000;
    static final int CHECKSUM_PRESENT = 0x8000;
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_IPV6 = 0x86dd;

    public GreTunnel {
        if (local.getClass() != remote.getClass()) {
            throw new IllegalArgumentException("GRE mixes families: " + local + ", " + remote);
        }
    }

    /** Family of the delivery header. */
    public boolean ipv4() {
        return local instanceof Inet4Address;
    }

    /** What stands between the ESP header and the passenger, in octets. */
    public int overheadOctets() {
        return (transport ? 0 : ipv4() ? 20 : 40) + (key == null ? 4 : 8);
    }
}
