package io.flexaaa.ipsec.offload;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * {@code struct virtio_net_hdr} in front of a packet, in the machine's byte order.
 *
 * <pre>
 *  0      1         2        4         6           8
 * +------+---------+--------+---------+-----------+------------+
 * | flags| gso_type| hdr_len| gso_size| csum_start| csum_offset|
 * +------+---------+--------+---------+-----------+------------+
 * </pre>
 */
public final class VnetHeader {
    public static final int OCTETS = 10;
    static final int NEEDS_CSUM = 1;
    static final int GSO_NONE = 0;
    static final int GSO_TCPV4 = 1;
    static final int GSO_TCPV6 = 4;
    static final int GSO_UDP_L4 = 5;
    static final int GSO_ECN = 0x80;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private VnetHeader() {}

    static int flags(byte[] b, int at) {
        return b[at] & 0xff;
    }

    /** Without the ECN bit. */
    static int gsoType(byte[] b, int at) {
        return b[at + 1] & 0x7f;
    }

    static int gsoSize(byte[] b, int at) {
        return (short) SHORT.get(b, at + 4) & 0xffff;
    }

    static int checksumStart(byte[] b, int at) {
        return (short) SHORT.get(b, at + 6) & 0xffff;
    }

    static int checksumOffset(byte[] b, int at) {
        return (short) SHORT.get(b, at + 8) & 0xffff;
    }

    /** A packet that is complete as it stands. */
    static void none(byte[] b, int at) {
        for (int i = 0; i < OCTETS; i++) {
            b[at + i] = 0;
        }
    }

    static void gso(byte[] b, int at, int type, int headerOctets, int size, int start, int offset) {
        b[at] = NEEDS_CSUM;
        b[at + 1] = (byte) type;
        SHORT.set(b, at + 2, (short) headerOctets);
        SHORT.set(b, at + 4, (short) size);
        SHORT.set(b, at + 6, (short) start);
        SHORT.set(b, at + 8, (short) offset);
    }
}
