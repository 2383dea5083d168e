package io.flexaaa.protocol.eap.ttls;

import static io.flexaaa.protocol.eap.ttls.TtlsAvps.MICROSOFT;

import io.flexaaa.protocol.eap.EapMessage;
import io.flexaaa.protocol.eap.EapNegotiation;
import io.flexaaa.protocol.eap.EapNegotiation.Turn;
import io.flexaaa.protocol.eap.EapNotes;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapRefusal.Code;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.eap.EapUsers.Password;
import io.flexaaa.protocol.eap.md5.Md5Method;
import io.flexaaa.protocol.eap.mschapv2.MsChapV2Method;
import io.flexaaa.protocol.eap.tls.TlsMethod;
import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A tunnel with RADIUS-like attributes inside: PAP, CHAP, MS-CHAPv2, or EAP once more. */
public final class TtlsMethod extends TlsMethod {
    /** RFC 5281 §11.1: challenge and identifier come from the tunnel, not from the server. */
    private static final String CHALLENGE_LABEL = "ttls challenge";

    private final EapUsers users;
    private final EapNotes notes;
    private final EapNegotiation inner;
    private boolean innerEap;

    /** MS-CHAPv2 is right; the peer checks the server's proof and goes on. */
    private @Nullable String proved;

    /**
     * @param inner for peers that bring EAP
     */
    public TtlsMethod(EapUsers users, EapNotes notes, EapNegotiation inner, Settings settings) {
        super(settings, notes, false);
        this.users = users;
        this.notes = notes;
        this.inner = inner;
    }

    @Override
    public EapType type() {
        return EapType.TTLS;
    }

    @Override
    protected String keyLabel12() {
        return "ttls keying material";
    }

    @Override
    protected Inside opened(byte[] text) throws DecodeException {
        // In TLS 1.3 the peer may wait for us to take its Finished.
        return text.length == 0 ? Inside.say(text) : said(text);
    }

    @Override
    protected Inside said(byte[] text) throws DecodeException {
        String user = proved;
        if (user != null) {
            return text.length == 0
                    ? new Inside.Admit(user)
                    : Inside.refuse(Code.OUT_OF_ORDER, "data after MS-CHAP2-Success");
        }
        TtlsAvps avps = TtlsAvps.decode(text);
        Octets eap = avps.eapMessage();
        if (eap != null) return eap(eap);
        if (innerEap) return Inside.refuse(Code.OUT_OF_ORDER, "no EAP-Message inside");
        return plain(avps);
    }

    private Inside eap(Octets packet) throws DecodeException {
        innerEap = true;
        return switch (inner.answer(EapMessage.decode(packet))) {
            case Turn.Ask(EapMessage.Request request) ->
                    Inside.say(TtlsAvps.encode(0, TtlsAvps.EAP_MESSAGE, request.encode()));
            case Turn.Accept(_, EapSuccess done) -> {
                EapType type = inner.methodType();
                yield admit(done.user(), type == null ? "EAP" : type.label());
            }
            case Turn.Refuse(_, EapRefusal refusal) -> {
                notes.add("inside", inner.identity() + " refused");
                yield new Inside.Refuse(refusal);
            }
        };
    }

    private Inside plain(TtlsAvps avps) throws DecodeException {
        Octets name = avps.one(0, TtlsAvps.USER_NAME);
        if (name == null || name.isEmpty() || name.length() > 253) {
            return Inside.refuse(Code.MALFORMED, "no User-Name inside TTLS");
        }
        Octets pap = avps.one(0, TtlsAvps.USER_PASSWORD);
        Octets chap = avps.one(0, TtlsAvps.CHAP_PASSWORD);
        Octets msChap2 = avps.one(MICROSOFT, TtlsAvps.MS_CHAP2_RESPONSE);
        int kinds = (pap == null ? 0 : 1) + (chap == null ? 0 : 1) + (msChap2 == null ? 0 : 1);
        if (kinds > 1) return Inside.refuse(Code.MALFORMED, "several credentials inside TTLS");
        String user = name.utf8();
        if (pap != null) return pap(user, pap);
        if (chap != null) return chap(user, avps.one(0, TtlsAvps.CHAP_CHALLENGE), chap);
        if (msChap2 != null) {
            Octets challenge = avps.one(MICROSOFT, TtlsAvps.MS_CHAP_CHALLENGE);
            return msChap2(user, name, challenge, msChap2);
        }
        boolean version1 = avps.one(MICROSOFT, TtlsAvps.MS_CHAP_RESPONSE) != null;
        return Inside.refuse(
                Code.NO_COMMON_METHOD,
                version1
                        ? "MS-CHAP version 1 inside TTLS; version 2 is served"
                        : "no credential served here inside TTLS");
    }

    /** RFC 5281 §11.2.5: padded with zeros to hide its length. */
    private Inside pap(String user, Octets padded) {
        int end = padded.length();
        while (end > 0 && padded.u8(end - 1) == 0) end--;
        try (Secret password = Secret.wrap(Arrays.copyOf(padded.toArray(), end))) {
            return switch (users.check(user, password)) {
                case EapUsers.Checked.Right() -> admit(user, "PAP");
                case EapUsers.Checked.Refused(EapRefusal refusal) -> refused(user, "PAP", refusal);
                // Peers answer no Reply-Message (RFC 5281 §11.2.5): the code goes behind the
                // password.
                case EapUsers.Checked.MoreWanted(_, EapRefusal without) ->
                        refused(user, "PAP", without);
            };
        }
    }

    /** RFC 5281 §11.2.2. */
    private Inside chap(String user, @Nullable Octets challenge, Octets response)
            throws DecodeException {
        if (response.length() != 17) {
            throw new DecodeException("CHAP-Password", response.length() + " octets, not 17");
        }
        Octets implied = implied(17);
        if (implied == null) return noKeys();
        Octets expected = implied.slice(0, 16);
        if (!expected.equals(challenge) || response.u8(0) != implied.u8(16)) {
            return Inside.refuse(Code.MALFORMED, "a CHAP challenge that is not this tunnel's");
        }
        return switch (users.password(user)) {
            case Password.Refused(EapRefusal refusal) -> refused(user, "CHAP", refusal);
            case Password.Known(Secret password) ->
                    Md5Method.matches(response.u8(0), password, expected, response.slice(1, 17))
                            ? admit(user, "CHAP")
                            : refused(user, "CHAP", new EapRefusal(Code.WRONG_PASSWORD, user));
        };
    }

    /** RFC 5281 §11.2.4. */
    private Inside msChap2(String user, Octets name, @Nullable Octets challenge, Octets response)
            throws DecodeException {
        WireReader in = new WireReader(response);
        int identifier = in.u8();
        in.skip(1);
        Octets peerChallenge = in.octets(MsChapV2.CHALLENGE_OCTETS);
        in.skip(8);
        Octets ntResponse = in.octets(MsChap.RESPONSE_OCTETS);
        in.expectEnd("MS-CHAP2-Response");
        Octets implied = implied(17);
        if (implied == null) return noKeys();
        Octets expected = implied.slice(0, 16);
        if (!expected.equals(challenge) || identifier != implied.u8(16)) {
            return Inside.refuse(Code.MALFORMED, "an MS-CHAP challenge that is not this tunnel's");
        }
        return switch (users.password(user)) {
            case Password.Refused(EapRefusal refusal) -> refused(user, "MS-CHAPv2", refusal);
            case Password.Known(Secret password) -> {
                var proof =
                        MsChapV2Method.Proof.check(
                                expected, peerChallenge, ntResponse, name, password);
                if (proof == null) {
                    yield refused(user, "MS-CHAPv2", new EapRefusal(Code.WRONG_PASSWORD, user));
                }
                notes.add("inside", user + " by MS-CHAPv2");
                proved = user;
                Octets answer =
                        new WireWriter(64)
                                .u8(identifier)
                                .octets(Octets.ofUtf8(proof.answer()))
                                .toOctets();
                yield Inside.say(TtlsAvps.encode(MICROSOFT, TtlsAvps.MS_CHAP2_SUCCESS, answer));
            }
        };
    }

    private @Nullable Octets implied(int octets) {
        Secret secret = export(CHALLENGE_LABEL, octets);
        return secret == null ? null : Octets.wrap(secret.reveal());
    }

    private static Inside noKeys() {
        return Inside.refuse(Code.TLS_FAILED, "no challenge can be derived from this tunnel");
    }

    private Inside admit(String user, String by) {
        notes.add("inside", user + " by " + by);
        return new Inside.Admit(user);
    }

    private Inside refused(String user, String by, EapRefusal refusal) {
        notes.add("inside", user + " refused, by " + by);
        return new Inside.Refuse(refusal);
    }
}
