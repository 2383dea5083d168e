package io.flexaaa.protocol.radius.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Outcome;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Patience;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Transmit;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RadiusClientMachineTest {
    private static final Secret SECRET = Secret.ofUtf8("secret");
    private static final Attributes USER =
            Attributes.builder().string(Attr.USER_NAME, "br17").build();

    private final Random random = new Random(1);
    private final RadiusClientMachine machine =
            new RadiusClientMachine(SECRET, new Patience(1000, 2), true, this::authenticator);

    @Test
    void aLostRequestIsSentAgainAndThenGivenUp() {
        Transmit first = machine.start(5, Code.ACCESS_REQUEST, USER, null, 0);
        List<Transmit> again = new ArrayList<>();

        assertThat(machine.nextDeadlineMs()).isEqualTo(1000);
        assertThat(machine.tick(999, again)).isEmpty();
        assertThat(again).isEmpty();
        assertThat(machine.tick(1000, again)).isEmpty();
        assertThat(machine.tick(2000, again)).isEmpty();
        // RFC 5080 §2.2.1: a retransmission is the same octets, identifier included.
        assertThat(again)
                .extracting(Transmit::packet)
                .containsExactly(first.packet(), first.packet());
        assertThat(machine.tick(3000, again)).containsExactly(new Outcome.TimedOut(5, 3));
        assertThat(machine.inFlight()).isZero();
    }

    @Test
    void aReplyIsMatchedOnceAndOnlyIfItIsGenuine() throws DecodeException {
        byte[] request =
                machine.start(5, Code.ACCESS_REQUEST, USER, Secret.ofUtf8("cisco"), 0).packet();
        byte[] good = reply(request, Code.ACCESS_ACCEPT, SECRET, true);

        assertThat(receive(reply(request, Code.ACCESS_ACCEPT, Secret.ofUtf8("evil"), true)))
                .isNull();
        // CVE-2024-3596: without Message-Authenticator anyone between us could have made it.
        assertThat(receive(reply(request, Code.ACCESS_ACCEPT, SECRET, false))).isNull();
        assertThat(receive(reply(request, Code.ACCOUNTING_RESPONSE, SECRET, true))).isNull();
        Outcome.Replied replied = receive(good);
        assertThat(replied).isNotNull();
        assertThat(replied.token()).isEqualTo(5);
        assertThat(receive(good)).isNull();
        assertThat(machine.badReplies()).isEqualTo(4);
    }

    @Test
    void accountingRequestsAreSignedOverThemselves() {
        byte[] packet = machine.start(1, Code.ACCOUNTING_REQUEST, USER, null, 0).packet();
        assertThat(RadiusSigner.verifyHashedRequest(packet, SECRET)).isTrue();
    }

    @Test
    void noIdentifierIsUsedTwiceAtATime() {
        List<Integer> identifiers = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            assertThat(machine.hasRoom()).isTrue();
            byte[] packet = machine.start(i, Code.ACCESS_REQUEST, USER, null, 0).packet();
            identifiers.add(packet[1] & 0xff);
        }
        assertThat(identifiers).doesNotHaveDuplicates();
        assertThat(machine.hasRoom()).isFalse();
        assertThatThrownBy(() -> machine.start(256, Code.ACCESS_REQUEST, USER, null, 0))
                .hasMessageContaining("open another socket");
    }

    private Outcome.@Nullable Replied receive(byte[] datagram) {
        return machine.received(datagram, 0, datagram.length, 10);
    }

    private static byte[] reply(byte[] request, Code code, Secret secret, boolean signed)
            throws DecodeException {
        RadiusPacket packet = RadiusCodec.decode(request, 0, request.length);
        return RadiusSigner.reply(code, packet, Attributes.EMPTY, secret, signed);
    }

    private Octets authenticator() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Octets.wrap(bytes);
    }
}
