package io.flexaaa.ikev2.message;

import io.flexaaa.ikev2.message.Transform.TransformAttribute;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** Proposals, transforms and attributes of an SA payload, RFC 7296 §3.3. */
final class ProposalCodec {
    /** strongSwan's default offers two proposals, Windows six; the field would allow 255. */
    static final int MAX_PROPOSALS = 64;

    static final int MAX_ATTRIBUTES = 16;

    private static final int MORE_PROPOSALS = 2;
    private static final int MORE_TRANSFORMS = 3;
    private static final int LAST = 0;
    private static final int FORMAT_TV = 0x8000;

    private ProposalCodec() {}

    static List<Proposal> read(WireReader in) throws DecodeException {
        List<Proposal> proposals = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (proposals.size() == MAX_PROPOSALS) {
                throw new DecodeException("SA", "more than " + MAX_PROPOSALS + " proposals");
            }
            more = readMore(in, MORE_PROPOSALS, "SA proposal");
            int length = in.u16();
            if (length < 8) {
                throw new DecodeException("SA", "proposal length " + length);
            }
            proposals.add(readProposal(in.sub(length - 4)));
        }
        in.expectEnd("SA");
        return proposals;
    }

    private static boolean readMore(WireReader in, int moreValue, String what)
            throws DecodeException {
        int last = in.u8();
        in.skip(1);
        if (last != LAST && last != moreValue) {
            throw new DecodeException(what, "last-substructure field " + last);
        }
        return last == moreValue;
    }

    private static Proposal readProposal(WireReader in) throws DecodeException {
        int number = in.u8();
        int protocolId = in.u8();
        int spiLength = in.u8();
        int count = in.u8();
        ProtocolId protocol = ProtocolId.of(protocolId);
        if (protocol == null || protocol == ProtocolId.NONE) {
            throw new DecodeException("SA", "proposal " + number + " for protocol " + protocolId);
        }
        boolean noSpi = protocol == ProtocolId.IKE && spiLength == 0;
        if (!noSpi && spiLength != protocol.spiLength()) {
            throw new DecodeException("SA", protocol + " SPI of " + spiLength + " octets");
        }
        Octets spi = in.octets(spiLength);
        List<Transform> transforms = new ArrayList<>(count);
        boolean more = count > 0;
        while (more) {
            if (transforms.size() == count) {
                throw new DecodeException("SA", "more transforms than the " + count + " announced");
            }
            more = readMore(in, MORE_TRANSFORMS, "SA transform");
            int length = in.u16();
            if (length < 8) {
                throw new DecodeException("SA", "transform length " + length);
            }
            transforms.add(readTransform(in.sub(length - 4)));
        }
        if (transforms.size() != count) {
            throw new DecodeException(
                    "SA", transforms.size() + " transforms where " + count + " were announced");
        }
        in.expectEnd("SA proposal");
        return new Proposal(number, protocol, spi, transforms);
    }

    private static Transform readTransform(WireReader in) throws DecodeException {
        int type = in.u8();
        in.skip(1);
        int id = in.u16();
        int keyLengthBits = 0;
        List<TransformAttribute> others = new ArrayList<>(0);
        while (!in.isEmpty()) {
            if (others.size() == MAX_ATTRIBUTES) {
                throw new DecodeException("SA", "more than " + MAX_ATTRIBUTES + " attributes");
            }
            int format = in.u16();
            int attribute = format & ~FORMAT_TV;
            boolean shortForm = (format & FORMAT_TV) != 0;
            Octets value = shortForm ? in.octets(2) : in.octets(in.u16());
            if (attribute == Transform.ATTRIBUTE_KEY_LENGTH && shortForm) {
                int bits = value.u8(0) << 8 | value.u8(1);
                if (keyLengthBits != 0 || bits == 0) {
                    throw new DecodeException("SA", "key length attribute " + bits);
                }
                keyLengthBits = bits;
            } else {
                others.add(new TransformAttribute(attribute, shortForm, value));
            }
        }
        return new Transform(type, id, keyLengthBits, others);
    }

    static void write(List<Proposal> proposals, WireWriter out) {
        for (int i = 0; i < proposals.size(); i++) {
            Proposal p = proposals.get(i);
            int start = out.size();
            out.u8(i + 1 < proposals.size() ? MORE_PROPOSALS : LAST).u8(0);
            int lengthAt = out.mark16();
            out.u8(p.number()).u8(p.protocol().value()).u8(p.spi().length());
            out.u8(p.transforms().size()).octets(p.spi());
            for (int t = 0; t < p.transforms().size(); t++) {
                writeTransform(p.transforms().get(t), t + 1 < p.transforms().size(), out);
            }
            out.patch16(lengthAt, out.size() - start);
        }
    }

    private static void writeTransform(Transform t, boolean more, WireWriter out) {
        int start = out.size();
        out.u8(more ? MORE_TRANSFORMS : LAST).u8(0);
        int lengthAt = out.mark16();
        out.u8(t.type()).u8(0).u16(t.id());
        if (t.keyLengthBits() != 0) {
            out.u16(FORMAT_TV | Transform.ATTRIBUTE_KEY_LENGTH).u16(t.keyLengthBits());
        }
        for (TransformAttribute a : t.otherAttributes()) {
            if (a.shortForm()) {
                out.u16(FORMAT_TV | a.type()).octets(a.value());
            } else {
                out.u16(a.type()).u16(a.value().length()).octets(a.value());
            }
        }
        out.patch16(lengthAt, out.size() - start);
    }
}
