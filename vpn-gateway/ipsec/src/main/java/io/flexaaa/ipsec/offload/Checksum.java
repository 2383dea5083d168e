package io.flexaaa.ipsec.offload;

import io.flexaaa.ipsec.esp.BigEndian;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The Internet checksum (RFC 1071), and that of transports behind their pseudo header. */
public final class Checksum {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW = 0xffffffffL;

    private Checksum() {}

    /**
     * Sum of 32-bit words, not yet folded. Four accumulators: one would wait for itself on every
     * addition and cost as much as the cipher.
     */
    public static long sum(byte[] b, int at, int length) {
        long s0 = 0;
        long s1 = 0;
        long s2 = 0;
        long s3 = 0;
        int i = at;
        int end = at + length;
        for (; i <= end - 32; i += 32) {
            long v0 = (long) LONG.get(b, i);
            long v1 = (long) LONG.get(b, i + 8);
            long v2 = (long) LONG.get(b, i + 16);
            long v3 = (long) LONG.get(b, i + 24);
            s0 += (v0 & LOW) + (v0 >>> 32);
            s1 += (v1 & LOW) + (v1 >>> 32);
            s2 += (v2 & LOW) + (v2 >>> 32);
            s3 += (v3 & LOW) + (v3 >>> 32);
        }
        long s = s0 + s1 + s2 + s3;
        for (; i <= end - 4; i += 4) {
            s += BigEndian.u32(b, i);
        }
        for (int shift = 24; i < end; i++, shift -= 8) {
            s += (b[i] & 0xffL) << shift;
        }
        return s;
    }

    /** Folds to the 16-bit ones' complement sum. */
    public static int fold(long sum) {
        long s = (sum & LOW) + (sum >>> 32);
        s = (s & LOW) + (s >>> 32);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        return (int) ((s & 0xffff) + (s >>> 16)) & 0xffff;
    }

    /** Pseudo header of the IP packet at {@code ipAt}, folded, checksum not included. */
    public static int pseudoHeader(
            byte[] b, int ipAt, boolean ipv6, int protocol, int transportOctets) {
        long s = ipv6 ? sum(b, ipAt + 8, 32) : sum(b, ipAt + 12, 8);
        return fold(s + protocol + transportOctets);
    }

    /** Fills in the header checksum of the IPv4 header at {@code at}. */
    public static void setIpv4Header(byte[] b, int at, int headerOctets) {
        BigEndian.put16(b, at + 10, 0);
        BigEndian.put16(b, at + 10, ~fold(sum(b, at, headerOctets)));
    }

    /** Fills in the checksum of a TCP or UDP header whose checksum field may hold anything. */
    public static void setTransport(
            byte[] b, int ipAt, boolean ipv6, int protocol, int transportAt, int octets) {
        int field = transportAt + (protocol == 6 ? 16 : 6);
        BigEndian.put16(b, field, 0);
        long s = sum(b, transportAt, octets) + pseudoHeader(b, ipAt, ipv6, protocol, octets);
        int value = ~fold(s) & 0xffff;
        // RFC 768: zero means "none", so a sum of zero is sent as its other form.
        BigEndian.put16(b, field, value == 0 && protocol == 17 ? 0xffff : value);
    }

    /** Whether a TCP or UDP checksum is right; a UDP packet without one is not. */
    public static boolean transportGood(
            byte[] b, int ipAt, boolean ipv6, int protocol, int transportAt, int octets) {
        long s = sum(b, transportAt, octets) + pseudoHeader(b, ipAt, ipv6, protocol, octets);
        boolean present = protocol == 6 || BigEndian.u16(b, transportAt + 6) != 0;
        return present && fold(s) == 0xffff;
    }

    /** Adjusts a checksum field for one 16-bit word that changed (RFC 1624 equation 3). */
    public static void adjust(byte[] b, int field, int before, int after) {
        int s = (~BigEndian.u16(b, field) & 0xffff) + (~before & 0xffff) + (after & 0xffff);
        s = (s & 0xffff) + (s >>> 16);
        s = (s & 0xffff) + (s >>> 16);
        BigEndian.put16(b, field, ~s);
    }
}
