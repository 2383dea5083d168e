package io.flexaaa.ipsec.gre;

import io.flexaaa.ipsec.count.DropReason;
import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.offload.Checksum;

import java.util.Arrays;

/** Takes the headers of one tunnel off. Single writer: the inbound thread. */
public final class GreDecapsulator {
    /** Bits 1, 4 and 5 and the version: discard when set (RFC 2784 §2.2, RFC 2890 §2). */
    private static final int NOT_OURS = 0x4c07;

    private static final int SEQUENCE_PRESENT = 0x1000;

    private final GreTunnel tunnel;
    private final byte[] local;
    private final byte[] remote;
    private int passengerAt;

    public GreDecapsulator(GreTunnel tunnel) {
        this.tunnel = tunnel;
        this.local = tunnel.local().getAddress();
        this.remote = tunnel.remote().getAddress();
    }

    /**
     * Finds the passenger in what ESP delivered.
     *
     * @return octets of the passenger at {@link #passengerAt}, or a {@link DropReason} code
     */
    public int unwrap(byte[] packet, int at, int octets) {
        int end = at + octets;
        int gre = at;
        if (!tunnel.transport()) {
            gre = tunnel.ipv4() ? behindIpv4(packet, at, end) : behindIpv6(packet, at, end);
        }
        if (gre < 0 || end - gre < 4) {
            return DropReason.GRE.code();
        }
        int flags = BigEndian.u16(packet, gre);
        boolean hasChecksum = (flags & GreTunnel.CHECKSUM_PRESENT) != 0;
        boolean hasKey = (flags & GreTunnel.KEY_PRESENT) != 0;
        int passenger =
                gre
                        + 4
                        + (hasChecksum ? 4 : 0)
                        + (hasKey ? 4 : 0)
                        + ((flags & SEQUENCE_PRESENT) != 0 ? 4 : 0);
        if ((flags & NOT_OURS) != 0 || passenger > end || !key(packet, gre, flags)) {
            return DropReason.GRE.code();
        }
        if (hasChecksum && Checksum.fold(Checksum.sum(packet, gre, end - gre)) != 0xffff) {
            return DropReason.GRE.code();
        }
        passengerAt = passenger;
        int stated = stated(packet, passenger, end - passenger, BigEndian.u16(packet, gre + 2));
        return stated > 0 && stated <= end - passenger ? stated : DropReason.GRE.code();
    }

    /** Offset of the passenger that {@link #unwrap} found. */
    public int passengerAt() {
        return passengerAt;
    }

    private int behindIpv4(byte[] p, int at, int end) {
        if (end - at < 20) {
            return -1;
        }
        int header = (p[at] & 15) * 4;
        boolean fragment = (BigEndian.u16(p, at + 6) & 0x3fff) != 0;
        return (p[at] & 0xf0) == 0x40
                        && header >= 20
                        && at + header <= end
                        && p[at + 9] == GreTunnel.PROTOCOL
                        && !fragment
                        && Arrays.equals(p, at + 12, at + 16, remote, 0, 4)
                        && Arrays.equals(p, at + 16, at + 20, local, 0, 4)
                ? at + header
                : -1;
    }

    private int behindIpv6(byte[] p, int at, int end) {
        return at + 40 <= end
                        && (p[at] & 0xf0) == 0x60
                        && p[at + 6] == GreTunnel.PROTOCOL
                        && Arrays.equals(p, at + 8, at + 24, remote, 0, 16)
                        && Arrays.equals(p, at + 24, at + 40, local, 0, 16)
                ? at + 40
                : -1;
    }

    private boolean key(byte[] p, int gre, int flags) {
        Integer wanted = tunnel.key();
        if ((flags & GreTunnel.KEY_PRESENT) == 0) {
            return wanted == null;
        }
        int at = gre + 4 + ((flags & GreTunnel.CHECKSUM_PRESENT) != 0 ? 4 : 0);
        return wanted != null && BigEndian.i32(p, at) == wanted;
    }

    /** The passenger's length by its own header; 0 for what is neither IPv4 nor IPv6. */
    private static int stated(byte[] p, int at, int octets, int etherType) {
        int version = octets == 0 ? 0 : (p[at] & 0xff) >>> 4;
        return switch (etherType) {
            case GreTunnel.ETHERTYPE_IPV4 ->
                    version == 4 && octets >= 20 ? BigEndian.u16(p, at + 2) : 0;
            case GreTunnel.ETHERTYPE_IPV6 ->
                    version == 6 && octets >= 40 ? 40 + BigEndian.u16(p, at + 4) : 0;
            default -> 0;
        };
    }
}
