package io.flexaaa.ikev2.crypto;

import io.flexaaa.ikev2.message.Encrypted;
import io.flexaaa.ikev2.message.EncryptedFragment;
import io.flexaaa.ikev2.message.IkeCodec;
import io.flexaaa.ikev2.message.IkeHeader;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.ikev2.message.PayloadType;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** Messages under SK (RFC 7296 §3.14) and SKF (RFC 7383), both directions. */
public final class SealedMessage {
    private static final int GENERIC_HEADER_OCTETS = 4;
    private static final int SK_BODY_AT = IkeHeader.OCTETS + GENERIC_HEADER_OCTETS;
    private static final int SKF_BODY_AT = SK_BODY_AT + 4;

    private SealedMessage() {}

    /** What a datagram under SK turned out to be, once its checksum was found right. */
    public sealed interface Opened {
        /** A whole message. */
        record Whole(IkeMessage message) implements Opened {}

        /** One fragment, for a {@link io.flexaaa.ikev2.message.Reassembler}. */
        record Fragment(IkeHeader header, int number, int total, int firstInner, Octets content)
                implements Opened {}

        /** The peer itself sent nonsense: may be answered with INVALID_SYNTAX. */
        record Malformed(IkeHeader header, DecodeException cause) implements Opened {}
    }

    /** The datagram for {@code m}, all payloads inside SK. */
    public static byte[] protect(IkeMessage m, IkeCipher cipher, Entropy entropy) {
        byte[] inner = IkeCodec.encodePayloads(m.payloads());
        int first = IkeCodec.firstType(m.payloads());
        int total = SK_BODY_AT + inner.length + cipher.overhead(inner.length);
        WireWriter out = new WireWriter(total);
        writeHeader(m, PayloadType.SK, first, total, out);
        byte[] packet = out.zeros(total - SK_BODY_AT).toArray();
        cipher.seal(packet, SK_BODY_AT, inner, 0, inner.length, entropy);
        return packet;
    }

    /**
     * The datagrams for {@code m}: one with SK when it fits into {@code maxOctets} of IKE message,
     * else fragments of at most that size (RFC 7383 §2.5). The caller subtracts IP, UDP and non-ESP
     * marker from its MTU.
     */
    public static List<byte[]> protect(
            IkeMessage m, int maxOctets, IkeCipher cipher, Entropy entropy) {
        byte[] inner = IkeCodec.encodePayloads(m.payloads());
        if (SK_BODY_AT + inner.length + cipher.overhead(inner.length) <= maxOctets) {
            return List.of(protect(m, cipher, entropy));
        }
        int capacity = cipher.capacity(maxOctets - SKF_BODY_AT);
        if (capacity < 1) {
            throw new IllegalArgumentException("no IKE fragment fits into " + maxOctets);
        }
        int count = (inner.length + capacity - 1) / capacity;
        List<byte[]> datagrams = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = i * capacity;
            int octets = Math.min(capacity, inner.length - at);
            // §2.5: only the first fragment names the first inner payload.
            int first = i == 0 ? IkeCodec.firstType(m.payloads()) : PayloadType.NONE;
            int total = SKF_BODY_AT + octets + cipher.overhead(octets);
            WireWriter out = new WireWriter(total);
            writeHeader(m, PayloadType.SKF, first, total, out);
            out.u16(i + 1).u16(count);
            byte[] packet = out.zeros(total - SKF_BODY_AT).toArray();
            cipher.seal(packet, SKF_BODY_AT, inner, at, octets, entropy);
            datagrams.add(packet);
        }
        return datagrams;
    }

    /** IKE header and the generic header of an SK or SKF payload that ends the message. */
    private static void writeHeader(IkeMessage m, int type, int first, int total, WireWriter out) {
        out.bytes(IkeCodec.encodeHeader(m, type, total));
        out.u8(first).u8(0).u16(total - IkeHeader.OCTETS);
    }

    /**
     * Opens a received datagram.
     *
     * @throws DecodeException when it is not sealed by the peer: drop and count, answer nothing
     */
    public static Opened unprotect(byte[] b, int off, int len, IkeCipher cipher)
            throws DecodeException {
        IkeHeader h = IkeHeader.read(b, off, len);
        IkeMessage outer = IkeCodec.decode(b, off, len);
        Payload last = outer.payloads().isEmpty() ? null : outer.payloads().getLast();
        return switch (last) {
            case Encrypted sk -> {
                byte[] content = cipher.open(b, off, len, off + len - sk.body().length());
                yield whole(h, outer, sk.firstInner(), content);
            }
            case EncryptedFragment skf -> {
                byte[] content = cipher.open(b, off, len, off + len - skf.body().length());
                yield new Opened.Fragment(
                        h, skf.number(), skf.total(), skf.firstInner(), Octets.wrap(content));
            }
            case null, default ->
                    throw new DecodeException("IKE message", "no SK payload in " + outer);
        };
    }

    private static Opened whole(IkeHeader h, IkeMessage outer, int firstInner, byte[] content) {
        try {
            // Payloads before SK are authenticated with it, so they count (RFC 7296 §3.14).
            List<Payload> all =
                    new ArrayList<>(outer.payloads().subList(0, outer.payloads().size() - 1));
            all.addAll(IkeCodec.decodePayloads(firstInner, content, 0, content.length));
            return new Opened.Whole(outer.withPayloads(all));
        } catch (DecodeException e) {
            return new Opened.Malformed(h, e);
        }
    }

    /** The message of a reassembled content; {@code header} is any of its fragments'. */
    public static Opened reassembled(IkeHeader header, int firstInner, Octets content) {
        IkeMessage outer =
                new IkeMessage(
                        header.spiI(),
                        header.spiR(),
                        header.exchangeType(),
                        header.fromInitiator(),
                        header.isResponse(),
                        header.messageId(),
                        List.of(new Encrypted(firstInner, Octets.EMPTY)));
        return whole(header, outer, firstInner, content.toArray());
    }
}
