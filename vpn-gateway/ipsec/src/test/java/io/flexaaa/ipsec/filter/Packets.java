package io.flexaaa.ipsec.filter;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.offload.Checksum;

import java.net.InetAddress;

/** Inner packets for tests, with right lengths and checksums. */
public final class Packets {
    private Packets() {}

    public static byte[] packet(
            String source, String destination, int protocol, int from, int to, int payload) {
        byte[] src = InetAddress.ofLiteral(source).getAddress();
        byte[] dst = InetAddress.ofLiteral(destination).getAddress();
        boolean ipv6 = src.length == 16;
        int header = ipv6 ? 40 : 20;
        int transport = protocol == 6 ? 20 : 8;
        byte[] p = new byte[header + transport + payload];
        if (ipv6) {
            p[0] = 0x60;
            BigEndian.put16(p, 4, transport + payload);
            p[6] = (byte) protocol;
            p[7] = 64;
        } else {
            p[0] = 0x45;
            BigEndian.put16(p, 2, p.length);
            p[8] = 64;
            p[9] = (byte) protocol;
        }
        System.arraycopy(src, 0, p, ipv6 ? 8 : 12, src.length);
        System.arraycopy(dst, 0, p, ipv6 ? 24 : 16, dst.length);
        for (int i = 0; i < payload; i++) {
            p[header + transport + i] = (byte) (i * 7 + from);
        }
        if (protocol == 1 || protocol == 58) {
            p[header] = (byte) from;
            p[header + 1] = (byte) to;
        } else {
            BigEndian.put16(p, header, from);
            BigEndian.put16(p, header + 2, to);
        }
        if (protocol == 6) {
            p[header + 12] = 0x50;
            p[header + 13] = 0x10;
            BigEndian.put16(p, header + 14, 8192);
        } else if (protocol == 17) {
            BigEndian.put16(p, header + 4, 8 + payload);
        }
        return sum(p);
    }

    /** Fills in both checksums again after a change. */
    public static byte[] sum(byte[] p) {
        boolean ipv6 = p[0] >>> 4 == 6;
        int header = ipv6 ? 40 : (p[0] & 15) * 4;
        int protocol = ipv6 ? p[6] : p[9];
        if (!ipv6) {
            Checksum.setIpv4Header(p, 0, header);
        }
        if (protocol == 6 || protocol == 17) {
            Checksum.setTransport(p, 0, ipv6, protocol, header, p.length - header);
        }
        return p;
    }
}
