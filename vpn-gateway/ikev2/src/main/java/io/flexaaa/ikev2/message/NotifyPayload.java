package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

/**
 * N payload, RFC 7296 §3.10. {@code protocolId} is kept as a number: senders put values there that
 * RFC 7296 says to ignore.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Protocol ID  |   SPI Size    |      Notify Message Type      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * ~                Security Parameter Index (SPI)                 ~
 * ~                       Notification Data                       ~
 * </pre>
 */
public record NotifyPayload(int protocolId, Octets spi, int notifyType, Octets data)
        implements Payload {

    /** A notify that concerns no particular child SA. */
    public static NotifyPayload of(int notifyType, Octets data) {
        return new NotifyPayload(0, Octets.EMPTY, notifyType, data);
    }

    /** A notify without data. */
    public static NotifyPayload of(int notifyType) {
        return of(notifyType, Octets.EMPTY);
    }

    /** REKEY_SA, CHILD_SA_NOT_FOUND and the like, about the ESP SA with this SPI. */
    public static NotifyPayload forEsp(int notifyType, Octets spi) {
        return new NotifyPayload(ProtocolId.ESP.value(), spi, notifyType, Octets.EMPTY);
    }

    public boolean isError() {
        return NotifyType.isError(notifyType);
    }

    @Override
    public int payloadType() {
        return PayloadType.NOTIFY;
    }

    @Override
    public void writeBody(WireWriter out) {
        out.u8(protocolId).u8(spi.length()).u16(notifyType).octets(spi).octets(data);
    }

    static NotifyPayload readBody(WireReader in) throws DecodeException {
        int protocolId = in.u8();
        int spiLength = in.u8();
        int notifyType = in.u16();
        Octets spi = in.octets(spiLength);
        return new NotifyPayload(protocolId, spi, notifyType, in.rest());
    }

    @Override
    public String toString() {
        return "N("
                + NotifyType.name(notifyType)
                + (spi.isEmpty() ? "" : " spi=" + spi)
                + (data.isEmpty() ? "" : " " + data)
                + ")";
    }
}
