package io.flexaaa.server.dynauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.MessageAuthenticator;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.dynauth.DynAuthExchange.Step;

import org.junit.jupiter.api.Test;

import java.util.List;

class DynAuthExchangeTest {
    private static final Secret SECRET = Secret.ofUtf8("testing123");
    private static final Attributes WHO =
            Attributes.builder()
                    .string(Attr.USER_NAME, "br17")
                    .avPair("audit-session-id=0A0B0C")
                    .build();
    private final byte[] packet =
            DynAuthPackets.packet(
                    DynAuthKind.DISCONNECT, 7, WHO, Attributes.EMPTY, 1_800_000_000L, SECRET, true);
    private final DynAuthExchange exchange =
            new DynAuthExchange(Code.DISCONNECT_REQUEST, packet, SECRET);

    @Test
    void messageAuthenticatorIsFirstThenTheTimeThenTheSession() throws DecodeException {
        RadiusPacket read = RadiusCodec.decode(packet, 0, packet.length);

        assertThat(read.attributes().asList().stream().map(a -> a.type()))
                .containsExactly(
                        Attr.MESSAGE_AUTHENTICATOR,
                        Attr.EVENT_TIMESTAMP,
                        Attr.USER_NAME,
                        Attr.VENDOR_SPECIFIC);
        assertThat(RadiusSigner.verifyHashedRequest(packet, SECRET)).isTrue();
        assertThat(RadiusSigner.verifyRequestMessageAuthenticator(packet, SECRET))
                .isEqualTo(MessageAuthenticator.GOOD);
    }

    @Test
    void sendsAgainAfterOneTwoAndFourSecondsThenGivesUp() {
        assertThat(exchange.due(0)).isEqualTo(new Step.Send(1000));
        assertThat(exchange.due(999)).isEqualTo(new Step.Wait(1000));
        assertThat(exchange.due(1000)).isEqualTo(new Step.Send(3000));
        assertThat(exchange.due(3000)).isEqualTo(new Step.Send(7000));
        assertThat(exchange.due(7000)).isEqualTo(new Step.Done(new Answer.Silent(3, 0)));
    }

    @Test
    void anAckEndsIt() throws DecodeException {
        exchange.due(0);
        byte[] reply = reply(Code.DISCONNECT_ACK, Attributes.EMPTY, SECRET);

        assertThat(exchange.received(reply, reply.length, 12))
                .isEqualTo(new Step.Done(new Answer.Ack(1, 12)));
    }

    @Test
    void aNakTellsItsErrorCause() throws DecodeException {
        exchange.due(0);
        exchange.due(1000);
        Attributes cause = Attributes.builder().u32(Attr.ERROR_CAUSE, 503).build();
        byte[] reply = reply(Code.DISCONNECT_NAK, cause, SECRET);

        assertThat(exchange.received(reply, reply.length, 1020))
                .isEqualTo(new Step.Done(new Answer.Nak(2, 20, 503)));
        assertThat(Advice.name(503)).isEqualTo("Session-Context-Not-Found");
    }

    @Test
    void aReplyThatDoesNotVerifyIsCountedAndTheWaitGoesOn() throws DecodeException {
        exchange.due(0);
        byte[] forged = reply(Code.DISCONNECT_ACK, Attributes.EMPTY, Secret.ofUtf8("other"));
        byte[] wrongKind = reply(Code.COA_ACK, Attributes.EMPTY, SECRET);
        byte[] otherId = reply(Code.DISCONNECT_ACK, Attributes.EMPTY, SECRET);
        otherId[1]++;
        byte[] rubbish = {1, 2, 3};

        for (byte[] bad : List.of(forged, wrongKind, otherId, rubbish))
            assertThat(exchange.received(bad, bad.length, 5)).isEqualTo(new Step.Wait(1000));
        exchange.due(1000);
        exchange.due(3000);
        assertThat(exchange.due(7000)).isEqualTo(new Step.Done(new Answer.Silent(3, 4)));
    }

    @Test
    void aWrongMessageAuthenticatorIsNotTaken() throws DecodeException {
        exchange.due(0);
        byte[] reply = reply(Code.DISCONNECT_ACK, Attributes.EMPTY, SECRET);
        reply[30] ^= 1;

        assertThat(exchange.received(reply, reply.length, 5)).isEqualTo(new Step.Wait(1000));
    }

    private byte[] reply(Code code, Attributes attributes, Secret secret) throws DecodeException {
        RadiusPacket request = RadiusCodec.decode(packet, 0, packet.length);
        return RadiusSigner.reply(code, request, attributes, secret, true);
    }
}
