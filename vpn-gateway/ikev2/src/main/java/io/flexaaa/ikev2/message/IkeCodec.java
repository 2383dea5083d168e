package io.flexaaa.ikev2.message;

import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * IKEv2 messages between octets and records. An SK or SKF payload is decoded as {@link Encrypted}
 * or {@link EncryptedFragment}, still sealed. Any input either decodes or throws {@link
 * DecodeException}; work is bounded by the limits below and the datagram's length.
 */
public final class IkeCodec {
    /** A real message holds about twenty; FlexVPN with certificates about thirty. */
    static final int MAX_PAYLOADS = 128;

    private static final int GENERIC_HEADER_OCTETS = 4;
    private static final int CRITICAL = 0x80;

    private IkeCodec() {}

    /** Decodes a whole datagram (without the non-ESP marker). */
    public static IkeMessage decode(byte[] datagram) throws DecodeException {
        return decode(datagram, 0, datagram.length);
    }

    public static IkeMessage decode(byte[] b, int off, int len) throws DecodeException {
        IkeHeader h = IkeHeader.read(b, off, len);
        List<Payload> payloads =
                decodePayloads(h.nextPayload(), b, off + IkeHeader.OCTETS, len - IkeHeader.OCTETS);
        return new IkeMessage(
                h.spiI(),
                h.spiR(),
                h.exchangeType(),
                h.fromInitiator(),
                h.isResponse(),
                h.messageId(),
                payloads);
    }

    /** Decodes a payload chain that begins with a payload of type {@code first}, to its end. */
    public static List<Payload> decodePayloads(int first, byte[] b, int off, int len)
            throws DecodeException {
        WireReader in = new WireReader(b, off, len);
        List<Payload> payloads = new ArrayList<>();
        int type = first;
        while (type != PayloadType.NONE) {
            if (payloads.size() == MAX_PAYLOADS) {
                throw new DecodeException("IKE message", "more than " + MAX_PAYLOADS + " payloads");
            }
            int next = in.u8();
            boolean critical = (in.u8() & CRITICAL) != 0;
            int length = in.u16();
            if (length < GENERIC_HEADER_OCTETS) {
                throw new DecodeException(PayloadType.name(type), "payload length " + length);
            }
            WireReader body = in.sub(length - GENERIC_HEADER_OCTETS);
            payloads.add(readBody(type, critical, next, body));
            // RFC 7296 §3.14: SK is always the last payload; its Next Payload names the first
            // inner.
            type = type == PayloadType.SK || type == PayloadType.SKF ? PayloadType.NONE : next;
        }
        in.expectEnd("IKE message");
        return payloads;
    }

    private static Payload readBody(int type, boolean critical, int next, WireReader body)
            throws DecodeException {
        return switch (type) {
            case PayloadType.SA -> SecurityAssociation.readBody(body);
            case PayloadType.KE -> KeyExchange.readBody(body);
            case PayloadType.ID_I -> Identification.readBody(true, body);
            case PayloadType.ID_R -> Identification.readBody(false, body);
            case PayloadType.CERT -> Certificate.readBody(body);
            case PayloadType.CERTREQ -> CertificateRequest.readBody(body);
            case PayloadType.AUTH -> Authentication.readBody(body);
            case PayloadType.NONCE -> Nonce.readBody(body);
            case PayloadType.NOTIFY -> NotifyPayload.readBody(body);
            case PayloadType.DELETE -> Delete.readBody(body);
            case PayloadType.VENDOR_ID -> VendorId.readBody(body);
            case PayloadType.TS_I -> TrafficSelectors.readBody(true, body);
            case PayloadType.TS_R -> TrafficSelectors.readBody(false, body);
            case PayloadType.SK -> Encrypted.readBody(next, body);
            case PayloadType.CP -> Configuration.readBody(body);
            case PayloadType.EAP -> Eap.readBody(body);
            case PayloadType.SKF -> EncryptedFragment.readBody(next, body);
            default -> new Unknown(type, critical, body.rest());
        };
    }

    /** The whole datagram, Length and Next Payload fields filled in. */
    public static byte[] encode(IkeMessage m) {
        WireWriter out = new WireWriter();
        header(m, firstType(m.payloads()), 0).write(out);
        writePayloads(m.payloads(), out);
        out.patch32(IkeHeader.LENGTH_OFFSET, out.size());
        return out.toArray();
    }

    /** A payload chain without a message header: the plaintext of an SK payload. */
    public static byte[] encodePayloads(List<Payload> payloads) {
        WireWriter out = new WireWriter();
        writePayloads(payloads, out);
        return out.toArray();
    }

    /** What the field before the chain must say. */
    public static int firstType(List<Payload> payloads) {
        return payloads.isEmpty() ? PayloadType.NONE : payloads.getFirst().payloadType();
    }

    /** The header alone, for a message whose only payload is sealed elsewhere. */
    public static byte[] encodeHeader(IkeMessage m, int nextPayload, int length) {
        WireWriter out = new WireWriter(IkeHeader.OCTETS);
        header(m, nextPayload, length).write(out);
        return out.toArray();
    }

    private static IkeHeader header(IkeMessage m, int nextPayload, int length) {
        int flags =
                (m.fromInitiator() ? IkeHeader.FLAG_INITIATOR : 0)
                        | (m.response() ? IkeHeader.FLAG_RESPONSE : 0);
        return new IkeHeader(
                m.spiI(),
                m.spiR(),
                nextPayload,
                IkeHeader.VERSION_2_0,
                m.exchangeType(),
                flags,
                m.messageId(),
                length);
    }

    private static void writePayloads(List<Payload> payloads, WireWriter out) {
        for (int i = 0; i < payloads.size(); i++) {
            Payload p = payloads.get(i);
            int next =
                    i + 1 < payloads.size() ? payloads.get(i + 1).payloadType() : PayloadType.NONE;
            next =
                    switch (p) {
                        case Encrypted sk -> sk.firstInner();
                        case EncryptedFragment skf -> skf.firstInner();
                        default -> next;
                    };
            // RFC 7296 §3.2: the critical bit is zero for every payload that document defines.
            boolean critical = p instanceof Unknown u && u.critical();
            out.u8(next).u8(critical ? CRITICAL : 0);
            int lengthAt = out.mark16();
            int start = out.size();
            p.writeBody(out);
            out.patch16(lengthAt, GENERIC_HEADER_OCTETS + out.size() - start);
        }
    }

    /** Decodes from an immutable buffer, for tests and tools. */
    public static IkeMessage decode(Octets datagram) throws DecodeException {
        return decode(datagram.toArray());
    }
}
