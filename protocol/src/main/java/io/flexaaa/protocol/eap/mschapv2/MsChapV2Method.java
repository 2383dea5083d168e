package io.flexaaa.protocol.eap.mschapv2;

import io.flexaaa.protocol.eap.EapMethod;
import io.flexaaa.protocol.eap.EapRandom;
import io.flexaaa.protocol.eap.EapRefusal;
import io.flexaaa.protocol.eap.EapSuccess;
import io.flexaaa.protocol.eap.EapType;
import io.flexaaa.protocol.eap.EapUsers;
import io.flexaaa.protocol.mschap.MppeKeys;
import io.flexaaa.protocol.mschap.MsChap;
import io.flexaaa.protocol.mschap.MsChapV2;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireReader;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * MS-CHAPv2 in EAP: challenge, response, then the server's own proof, which the peer has to confirm
 * before it counts.
 *
 * <pre>
 * |    OpCode     |  MS-CHAPv2-ID |  MS-Length    ...  | Data ...
 * </pre>
 */
public final class MsChapV2Method implements EapMethod {
    private static final int CHALLENGE = 1;
    private static final int RESPONSE = 2;
    private static final int SUCCESS = 3;
    private static final int FAILURE = 4;

    /** Peer-Challenge, 8 reserved octets, NT-Response, Flags (RFC 2759 §4). */
    private static final int RESPONSE_OCTETS = 49;

    private static final Octets SERVER_NAME = Octets.ofUtf8("flexaaa");

    private final String user;
    private final EapUsers users;
    private final Octets challenge;
    private int exchangeId;

    /** Set once the password was proved; the peer's confirmation turns it into success. */
    private @Nullable EapSuccess proved;

    public MsChapV2Method(String user, EapUsers users, EapRandom random) {
        this.user = user;
        this.users = users;
        this.challenge = Octets.wrap(random.octets(MsChapV2.CHALLENGE_OCTETS));
    }

    @Override
    public EapType type() {
        return EapType.MSCHAPV2;
    }

    @Override
    public Step start(int identifier) {
        exchangeId = identifier;
        WireWriter data = new WireWriter(32).u8(challenge.length()).octets(challenge);
        return new Step.Ask(packet(CHALLENGE, data.octets(SERVER_NAME).toOctets()));
    }

    @Override
    public Step answer(int identifier, Octets data, int nextIdentifier) throws DecodeException {
        WireReader in = new WireReader(data);
        int opCode = in.u8();
        EapSuccess success = proved;
        if (success != null) {
            return opCode == SUCCESS
                    ? new Step.Done(success)
                    : Step.refuse(
                            EapRefusal.Code.PEER_FAILED,
                            "the peer does not take the server's proof (OpCode " + opCode + ")");
        }
        if (opCode != RESPONSE) {
            return Step.refuse(
                    EapRefusal.Code.OUT_OF_ORDER, "OpCode " + opCode + " where 2, Response, was");
        }
        int id = in.u8();
        if (id != exchangeId) {
            throw new DecodeException("MS-CHAPv2-ID", id + ", not " + exchangeId);
        }
        int length = in.u16();
        if (length != data.length()) {
            throw new DecodeException("MS-Length", length + " of " + data.length() + " octets");
        }
        int size = in.u8();
        if (size != RESPONSE_OCTETS) {
            throw new DecodeException("Value-Size", size + ", not " + RESPONSE_OCTETS);
        }
        Octets peerChallenge = in.octets(MsChapV2.CHALLENGE_OCTETS);
        in.skip(8);
        Octets ntResponse = in.octets(MsChap.RESPONSE_OCTETS);
        in.skip(1);
        return verify(peerChallenge, ntResponse, in.rest());
    }

    private Step verify(Octets peerChallenge, Octets ntResponse, Octets name) {
        if (!sameName(name.utf8(), user)) {
            return Step.refuse(
                    EapRefusal.Code.NAME_MISMATCH,
                    "the response is " + name.utf8() + "'s, the identity was " + user);
        }
        return switch (users.password(user)) {
            case EapUsers.Password.Refused(EapRefusal refusal) -> told(refusal);
            case EapUsers.Password.Known(Secret password) -> {
                Proof proof = Proof.check(challenge, peerChallenge, ntResponse, name, password);
                if (proof == null) {
                    yield told(new EapRefusal(EapRefusal.Code.WRONG_PASSWORD, user));
                }
                proved = new EapSuccess(user, proof.msk());
                yield new Step.Ask(packet(SUCCESS, Octets.ofUtf8(proof.answer() + " M=OK")));
            }
        };
    }

    /**
     * RFC 2759 §6: error 691, no retry; every refusal looks the same to the peer. The peer answers,
     * and the EAP-Failure follows.
     */
    private Step told(EapRefusal refusal) {
        String text = "E=691 R=0 C=" + challenge.hex().toUpperCase(Locale.ROOT) + " V=3 M=refused";
        return new Step.Ask(packet(FAILURE, Octets.ofUtf8(text)), refusal);
    }

    private Octets packet(int opCode, Octets data) {
        return new WireWriter(64)
                .u8(opCode)
                .u8(exchangeId)
                .u16(4 + data.length())
                .octets(data)
                .toOctets();
    }

    /** Windows peers put their domain before one of the two, or leave the realm away. */
    static boolean sameName(String inResponse, String identity) {
        return plain(inResponse).equals(plain(identity));
    }

    private static String plain(String name) {
        String user = name.substring(name.indexOf('\\') + 1);
        int at = user.lastIndexOf('@');
        return at < 0 ? user : user.substring(0, at);
    }

    /**
     * A response that was right.
     *
     * @param answer {@code S=...}, the server's proof
     */
    public record Proof(String answer, Secret msk) {

        /** Null when the password is another one. */
        public static @Nullable Proof check(
                Octets challenge,
                Octets peerChallenge,
                Octets ntResponse,
                Octets name,
                Secret password) {
            Secret hash = MsChap.ntPasswordHash(password);
            Octets expected = MsChapV2.ntResponse(challenge, peerChallenge, name, hash);
            if (!ntResponse.contentEquals(expected.toArray())) return null;
            String answer =
                    MsChapV2.authenticatorResponse(
                            hash, ntResponse, peerChallenge, challenge, name);
            MppeKeys keys = MppeKeys.of(hash, ntResponse);
            // The draft's §3: what the server receives with, what it sends with, 32 zeros.
            byte[] msk = new byte[EapSuccess.MSK_OCTETS];
            System.arraycopy(keys.receive().reveal(), 0, msk, 0, MppeKeys.OCTETS);
            System.arraycopy(keys.send().reveal(), 0, msk, MppeKeys.OCTETS, MppeKeys.OCTETS);
            return new Proof(answer, Secret.wrap(msk));
        }
    }
}
