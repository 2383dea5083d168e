package io.flexaaa.protocol.eap.peap;

import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapNegotiation;
import io.flexaaa.protocol.eap.EapNegotiation.Turn;
import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.tls.TlsMethod;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

/**
 * A tunnel with EAP inside, version 0 as Windows made it: inner packets travel without their
 * header, and a Result TLV takes the place of inner Success and Failure.
 */
public final class PeapMethod extends TlsMethod {
    /** The Extensions method that carries TLVs, with its header. */
    private static final int EXTENSIONS = 33;

    private static final int RESULT_TLV = 3;
    private static final int MANDATORY = 0x8000;
    private static final int TLV_SUCCESS = 1;
    private static final int TLV_FAILURE = 2;

    private final EapNegotiation inner;
    private final EapNotes notes;
    private int identifier;

    /** The inner method is over; the peer's own Result is awaited. */
    private @Nullable EapSuccess proved;

    /**
     * @param inner begun with identifier 0
     */
    public PeapMethod(EapNegotiation inner, EapNotes notes, Settings settings) {
        super(settings, notes, false);
        this.inner = inner;
        this.notes = notes;
    }

    @Override
    public EapType type() {
        return EapType.PEAP;
    }

    @Override
    protected String keyLabel12() {
        return "client EAP encryption";
    }

    @Override
    protected Inside opened(byte[] text) {
        if (text.length > 0) {
            return Inside.refuse(
                    EapRefusal.Code.OUT_OF_ORDER, "the peer spoke before it was asked");
        }
        return say(inner.askIdentity());
    }

    @Override
    protected Inside said(byte[] text) throws DecodeException {
        if (text.length == 0) {
            return Inside.refuse(EapRefusal.Code.OUT_OF_ORDER, "an empty answer inside PEAP");
        }
        EapSuccess success = proved;
        if (success != null) {
            int status = result(Octets.wrap(text));
            return status == TLV_SUCCESS
                    ? new Inside.Admit(success.user())
                    : Inside.refuse(EapRefusal.Code.PEER_FAILED, "Result TLV " + status);
        }
        return switch (inner.answer(inner(Octets.wrap(text)))) {
            case Turn.Ask(EapMessage.Request request) -> {
                identifier = request.identifier();
                yield say(request);
            }
            case Turn.Accept(_, EapSuccess done) -> {
                notes.add("inside", done.user() + " by " + innerMethod());
                proved = done;
                yield Inside.say(resultRequest(TLV_SUCCESS));
            }
            case Turn.Refuse(_, EapRefusal refusal) -> {
                notes.add("inside", inner.identity() + " refused");
                yield new Inside.Say(resultRequest(TLV_FAILURE), refusal);
            }
        };
    }

    private String innerMethod() {
        EapType type = inner.methodType();
        return type == null ? "nothing" : type.label();
    }

    private static Inside say(EapMessage.Request request) {
        return Inside.say(new WireWriter(64).u8(request.type()).octets(request.data()).toArray());
    }

    /** Type and data only; the identifier is the one of the request it answers. */
    private EapMessage inner(Octets text) throws DecodeException {
        WireReader in = new WireReader(text);
        return new EapMessage.Response(identifier, in.u8(), in.rest());
    }

    private byte[] resultRequest(int status) {
        identifier = identifier + 1 & 0xff;
        Octets tlv = new WireWriter(16).u16(MANDATORY | RESULT_TLV).u16(2).u16(status).toOctets();
        return new EapMessage.Request(identifier, EXTENSIONS, tlv).encode().toArray();
    }

    private static int result(Octets text) throws DecodeException {
        if (!(EapMessage.decode(text) instanceof EapMessage.Response(_, int type, Octets data))
                || type != EXTENSIONS) {
            throw new DecodeException("PEAP", "no Result TLV at the end");
        }
        WireReader in = new WireReader(data);
        int status = TLV_FAILURE;
        while (!in.isEmpty()) {
            int tlv = in.u16() & ~MANDATORY & 0x3fff;
            WireReader value = in.sub(in.u16());
            if (tlv == RESULT_TLV) status = value.u16();
        }
        return status;
    }
}
