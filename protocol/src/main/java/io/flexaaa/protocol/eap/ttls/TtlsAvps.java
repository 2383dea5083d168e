package io.flexaaa.protocol.eap.ttls;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Attributes inside a TTLS tunnel, in Diameter's format (RFC 5281 §10.1).
 *
 * <pre>
 * |                           AVP Code                            |
 * |V M r r r r r r|                  AVP Length                   |
 * |                     Vendor-ID (if V)                          |
 * |  Data ..., padded to a multiple of 4
 * </pre>
 */
final class TtlsAvps {
    static final int USER_NAME = 1;
    static final int USER_PASSWORD = 2;
    static final int CHAP_PASSWORD = 3;
    static final int CHAP_CHALLENGE = 60;
    static final int EAP_MESSAGE = 79;
    static final int MICROSOFT = 311;
    static final int MS_CHAP_RESPONSE = 1;
    static final int MS_CHAP_CHALLENGE = 11;
    static final int MS_CHAP2_RESPONSE = 25;
    static final int MS_CHAP2_SUCCESS = 26;

    private static final int VENDOR = 0x80;
    private static final int MANDATORY = 0x40;
    private static final int MAX = 64;

    record Avp(int vendor, int code, boolean mandatory, Octets data) {}

    private final List<Avp> list;

    private TtlsAvps(List<Avp> list) {
        this.list = list;
    }

    static TtlsAvps decode(byte[] text) throws DecodeException {
        WireReader in = new WireReader(text, 0, text.length);
        List<Avp> list = new ArrayList<>();
        while (!in.isEmpty()) {
            if (list.size() == MAX) throw new DecodeException("AVPs", "more than " + MAX);
            long code = in.u32();
            int flags = in.u8();
            int length = in.u24();
            boolean vendor = (flags & VENDOR) != 0;
            int header = vendor ? 12 : 8;
            if (length < header || code > Integer.MAX_VALUE) {
                throw new DecodeException("AVP " + code, "length " + length);
            }
            long id = vendor ? in.u32() : 0;
            Octets data = in.octets(length - header);
            in.skip(Math.min(in.remaining(), -length & 3));
            list.add(
                    new Avp(
                            (int) Math.min(id, Integer.MAX_VALUE),
                            (int) code,
                            (flags & MANDATORY) != 0,
                            data));
        }
        return new TtlsAvps(list);
    }

    /** The only AVP of that kind; null when there is none. */
    @Nullable Octets one(int vendor, int code) throws DecodeException {
        Octets found = null;
        for (Avp avp : list) {
            if (avp.vendor() != vendor || avp.code() != code) continue;
            if (found != null) throw new DecodeException("AVP " + code, "twice");
            found = avp.data();
        }
        return found;
    }

    /** The EAP packet the EAP-Message AVPs make together; null when there is none. */
    @Nullable Octets eapMessage() {
        Octets whole = null;
        for (Avp avp : list) {
            if (avp.vendor() != 0 || avp.code() != EAP_MESSAGE) continue;
            whole = whole == null ? avp.data() : whole.plus(avp.data());
        }
        return whole;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    /** One AVP, mandatory, on its own. */
    static byte[] encode(int vendor, int code, Octets data) {
        int length = (vendor == 0 ? 8 : 12) + data.length();
        WireWriter w = new WireWriter(length + 3);
        w.u32(code).u8(MANDATORY | (vendor == 0 ? 0 : VENDOR)).u24(length);
        if (vendor != 0) w.u32(vendor);
        return w.octets(data).zeros(-length & 3).toArray();
    }
}
