package io.flexaaa.ipsec.gre;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.esp.EspSealer;
import io.flexaaa.ipsec.offload.Checksum;

/** Puts the headers of one tunnel before passengers. Single writer: the outbound thread. */
public final class GreEncapsulator {
    private static final int TTL = 64;
    private static final int DF = 0x4000;

    private final GreTunnel tunnel;
    private final byte[] headers;
    private final int greAt;

    public GreEncapsulator(GreTunnel tunnel) {
        this.tunnel = tunnel;
        this.headers = new byte[tunnel.overheadOctets()];
        this.greAt = tunnel.transport() ? 0 : tunnel.ipv4() ? 20 : 40;
        if (!tunnel.transport()) {
            delivery();
        }
        Integer key = tunnel.key();
        if (key != null) {
            BigEndian.put16(headers, greAt, GreTunnel.KEY_PRESENT);
            BigEndian.put32(headers, greAt + 4, key);
        }
    }

    private void delivery() {
        byte[] local = tunnel.local().getAddress();
        byte[] remote = tunnel.remote().getAddress();
        if (tunnel.ipv4()) {
            headers[0] = 0x45;
            // The outer ESP packet may be fragmented; what is inside it is whole.
            BigEndian.put16(headers, 6, DF);
            headers[8] = TTL;
            headers[9] = GreTunnel.PROTOCOL;
            System.arraycopy(local, 0, headers, 12, 4);
            System.arraycopy(remote, 0, headers, 16, 4);
        } else {
            headers[0] = 0x60;
            headers[6] = GreTunnel.PROTOCOL;
            headers[7] = TTL;
            System.arraycopy(local, 0, headers, 8, 16);
            System.arraycopy(remote, 0, headers, 24, 16);
        }
    }

    public int overheadOctets() {
        return headers.length;
    }

    /** ESP's next header field. */
    public int nextHeader() {
        return tunnel.transport()
                ? GreTunnel.PROTOCOL
                : tunnel.ipv4() ? EspSealer.IPV4 : EspSealer.IPV6;
    }

    /**
     * Writes the headers for the passenger that stands at {@code at} + {@link #overheadOctets}.
     *
     * @param octets of the passenger
     * @return octets from {@code at} to the passenger's end
     */
    public int wrap(byte[] packet, int at, int octets) {
        int total = headers.length + octets;
        int passenger = (packet[at + headers.length] & 0xff) >>> 4;
        int trafficClass =
                passenger == 6
                        ? BigEndian.u16(packet, at + headers.length) >>> 4 & 0xff
                        : packet[at + headers.length + 1] & 0xff;
        System.arraycopy(headers, 0, packet, at, headers.length);
        BigEndian.put16(
                packet,
                at + greAt + 2,
                passenger == 6 ? GreTunnel.ETHERTYPE_IPV6 : GreTunnel.ETHERTYPE_IPV4);
        if (greAt == 20) {
            // DSCP and ECN of the passenger (RFC 2983 §3, RFC 6040 §4.1).
            packet[at + 1] = (byte) trafficClass;
            BigEndian.put16(packet, at + 2, total);
            Checksum.setIpv4Header(packet, at, 20);
        } else if (greAt == 40) {
            BigEndian.put16(packet, at, 0x6000 | trafficClass << 4);
            BigEndian.put16(packet, at + 4, total - 40);
        }
        return total;
    }
}
