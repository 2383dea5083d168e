package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * One Accounting-Request that has to reach a server, as it lies on the disk.
 *
 * @param sequence place in the order of delivery
 * @param eventMs when it happened, epoch milliseconds: Acct-Delay-Time is counted from here
 * @param group server group to deliver to
 * @param attributes all but Acct-Delay-Time, which is added at sending
 */
public record AccountingRecord(long sequence, long eventMs, String group, Attributes attributes) {
    private static final Octets NO_AUTHENTICATOR = Octets.wrap(new byte[16]);

    public int status() {
        return (int) attributes.u32(Attr.ACCT_STATUS_TYPE, 0);
    }

    /** Acct-Session-Id: records of one session are delivered one after the other. */
    public String session() {
        String id = attributes.string(Attr.ACCT_SESSION_ID);
        return id == null ? "" : id;
    }

    byte[] encode() {
        byte[] packet =
                RadiusCodec.encode(
                        new RadiusPacket(Code.ACCOUNTING_REQUEST, 0, NO_AUTHENTICATOR, attributes));
        byte[] name = Octets.ofUtf8(group).toArray();
        return new WireWriter()
                .u64(sequence)
                .u64(eventMs)
                .u16(name.length)
                .bytes(name)
                .bytes(packet)
                .toArray();
    }

    static AccountingRecord decode(Octets octets) throws DecodeException {
        WireReader in = new WireReader(octets);
        long sequence = in.u64();
        long eventMs = in.u64();
        String group = in.octets(in.u16()).utf8();
        byte[] packet = in.rest().toArray();
        RadiusPacket decoded = RadiusCodec.decode(packet, 0, packet.length);
        return new AccountingRecord(sequence, eventMs, group, decoded.attributes());
    }
}
