package io.flexaaa.protocol.eap.tls;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

/**
 * TLS messages cut to the size of EAP packets and put together again (RFC 5216 §2.1.5, §3.1). TTLS
 * and PEAP use the same framing and add a version in the low bits of Flags.
 *
 * <pre>
 * |     Flags     |   TLS Message Length (4 octets, if L)  |  TLS Data ...
 *   L M S 0 0 V V V
 * </pre>
 *
 * <p>Bounded: 64 KiB a message, whatever the peer declares, and no fragment may be empty.
 */
final class TlsFraming {
    static final int MAX_MESSAGE_OCTETS = 65_536;

    private static final int LENGTH = 0x80;
    private static final int MORE = 0x40;
    private static final int START = 0x20;
    private static final int VERSION = 0x07;

    /** EAP header, Type, Flags and the length of the whole message. */
    private static final int OVERHEAD = 4 + 1 + 1 + 4;

    private final int fragmentOctets;
    private byte[] out = {};
    private int outAt;
    private @Nullable WireWriter in;
    private long declared;

    /**
     * @param packetOctets the longest EAP packet the path to the peer takes
     */
    TlsFraming(int packetOctets) {
        this.fragmentOctets = Math.max(16, packetOctets - OVERHEAD);
    }

    static Octets start() {
        return Octets.of(START);
    }

    /** What came of a peer's packet. */
    sealed interface Received {
        /** The whole message, or nothing where the peer just went on. */
        record Message(byte[] octets) implements Received {}

        /** A part; ask for the next with {@link #acknowledgement}. */
        record Part() implements Received {}

        /** The peer has our fragment and waits for the next. */
        record WantsMore() implements Received {}
    }

    Received received(Octets data) throws DecodeException {
        WireReader reader = new WireReader(data);
        int flags = reader.u8();
        if ((flags & VERSION) != 0) {
            throw new DecodeException("Flags", "version " + (flags & VERSION) + ", not 0");
        }
        long length = (flags & LENGTH) != 0 ? reader.u32() : -1;
        if (hasMore()) {
            if (reader.remaining() > 0 || (flags & (MORE | START)) != 0) {
                throw new DecodeException("fragment", "data where an acknowledgement is due");
            }
            return new Received.WantsMore();
        }
        if (length > MAX_MESSAGE_OCTETS) {
            throw new DecodeException(
                    "TLS Message Length", length + ", at most " + MAX_MESSAGE_OCTETS + " octets");
        }
        boolean more = (flags & MORE) != 0;
        if (more && reader.isEmpty()) throw new DecodeException("fragment", "empty");
        WireWriter message = in;
        if (message == null) {
            declared = length;
            if (!more) {
                if (length >= 0 && length != reader.remaining()) throw wrongLength(reader);
                return new Received.Message(reader.bytes(reader.remaining()));
            }
            message = new WireWriter(4_096);
            in = message;
        } else if (length >= 0 && length != declared) {
            throw new DecodeException("TLS Message Length", "changed to " + length);
        }
        int total = message.size() + reader.remaining();
        if (total > (declared >= 0 ? declared : MAX_MESSAGE_OCTETS)) throw wrongLength(reader);
        message.bytes(reader.bytes(reader.remaining()));
        if (more) return new Received.Part();
        in = null;
        if (declared >= 0 && total != declared) throw wrongLength(reader);
        return new Received.Message(message.toArray());
    }

    static Octets acknowledgement() {
        return Octets.of(0);
    }

    /** Takes a message to send; the first part of it is {@link #next}. */
    void send(byte[] message) {
        if (hasMore()) throw new IllegalStateException("the last message is still on its way");
        out = message;
        outAt = 0;
    }

    boolean hasMore() {
        return outAt < out.length;
    }

    /** The next part; an empty message is a lone Flags octet. */
    Octets next() {
        int size = Math.min(fragmentOctets, out.length - outAt);
        boolean first = outAt == 0;
        boolean more = outAt + size < out.length;
        WireWriter w = new WireWriter(size + 5);
        w.u8((first && more ? LENGTH : 0) | (more ? MORE : 0));
        if (first && more) w.u32(out.length);
        w.bytes(out, outAt, size);
        outAt += size;
        if (!more) {
            out = new byte[0];
            outAt = 0;
        }
        return w.toOctets();
    }

    private DecodeException wrongLength(WireReader reader) {
        return new DecodeException(
                "TLS Message Length",
                "says " + declared + ", and " + reader.remaining() + " octets came last");
    }
}
