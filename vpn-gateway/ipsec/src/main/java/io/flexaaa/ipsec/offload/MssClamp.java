package io.flexaaa.ipsec.offload;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.FlowKey;

/** {@code ip tcp adjust-mss}: lowers the MSS option of SYN segments in passing. */
public final class MssClamp {
    private static final int SYN = 0x02;
    private static final int OPTION_MSS = 2;

    private MssClamp() {}

    /**
     * The packet carries complete checksums.
     *
     * @param key read from this packet
     */
    public static void clamp(byte[] packet, int packetEnd, FlowKey key, int mss) {
        int at = key.transportAt();
        if (key.protocol() != FlowKey.TCP || key.laterFragment() || (packet[at + 13] & SYN) == 0) {
            return;
        }
        int end = Math.min(at + ((packet[at + 12] & 0xf0) >>> 2), packetEnd);
        for (int option = at + 20; option < end; ) {
            int kind = packet[option];
            if (kind == 0) {
                return;
            }
            if (kind == 1) {
                option++;
                continue;
            }
            int length = option + 1 < end ? packet[option + 1] & 0xff : 0;
            if (length < 2 || option + length > end) {
                return;
            }
            if (kind == OPTION_MSS && length == 4) {
                lower(packet, at, option + 2, mss);
                return;
            }
            option += length;
        }
    }

    private static void lower(byte[] packet, int transportAt, int field, int mss) {
        int before = BigEndian.u16(packet, field);
        if (before <= mss) {
            return;
        }
        BigEndian.put16(packet, field, mss);
        if ((field - transportAt) % 2 == 0) {
            Checksum.adjust(packet, transportAt + 16, before, mss);
        } else {
            // At an odd offset the value straddles two words of the sum; so swap both.
            Checksum.adjust(
                    packet,
                    transportAt + 16,
                    Short.reverseBytes((short) before) & 0xffff,
                    Short.reverseBytes((short) mss) & 0xffff);
        }
    }
}
