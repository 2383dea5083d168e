package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.aaa.DynAuthListener.Result;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class DynAuthListenerTest {
    private static final Secret KEY = Secret.ofUtf8("coa-secret");
    private static final long NOW_MS = 1_700_000_000_000L;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final AtomicInteger handled = new AtomicInteger();
    private volatile Result result = Result.ACK;
    private DynAuthListener listener;
    private DatagramSocket client;
    private int port;

    @BeforeEach
    void open() throws Exception {
        listener =
                new DynAuthListener(
                        Map.of(loopback, KEY),
                        List.of(new InetSocketAddress(loopback, 0)),
                        true,
                        (request, answer) -> {
                            handled.incrementAndGet();
                            answer.accept(result);
                        },
                        () -> NOW_MS);
        port = listener.localAddresses().getFirst().getPort();
        client = new DatagramSocket(0, loopback);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        client.close();
        listener.close();
    }

    @Test
    void aDuplicateGetsTheSameAnswerAndIsNotDoneTwice() throws Exception {
        byte[] request = request(1, Attributes.EMPTY, KEY, true);
        byte[] first = ask(request);
        assertThat(ask(request)).isEqualTo(first);
        assertThat(handled).hasValue(1);
        assertThat(reply(first).code()).isEqualTo(Code.DISCONNECT_ACK);
        Octets authenticator = Octets.copyOf(request, 4, 16);
        assertThat(RadiusSigner.verifyReply(first, authenticator, KEY)).isTrue();
    }

    @Test
    void aNakCarriesItsErrorCauseAndProxyStateGoesBack() throws Exception {
        result = new Result(ErrorCause.SESSION_CONTEXT_NOT_FOUND, "gone");
        Attributes attributes = Attributes.builder().string(Attr.PROXY_STATE, "p1").build();
        RadiusPacket nak = reply(ask(request(2, attributes, KEY, true)));
        assertThat(nak.code()).isEqualTo(Code.DISCONNECT_NAK);
        assertThat(nak.attributes().u32(Attr.ERROR_CAUSE, 0)).isEqualTo(503);
        assertThat(nak.attributes().string(Attr.PROXY_STATE)).isEqualTo("p1");
    }

    /**
     * Each of these is silence: the answer that comes is the one to the good request after them.
     */
    @Test
    void whatIsWronglySignedOrStaleIsDropped() throws Exception {
        send(new byte[] {40, 1, 0});
        send(request(3, Attributes.EMPTY, Secret.ofUtf8("wrong"), true));
        send(request(4, Attributes.EMPTY, KEY, false));
        send(request(5, at(NOW_MS / 1_000 - 301), KEY, true));
        send(request(6, at(NOW_MS / 1_000 + 301), KEY, true));
        RadiusPacket good = reply(ask(request(7, at(NOW_MS / 1_000 - 299), KEY, true)));
        assertThat(good.identifier()).isEqualTo(7);
        assertThat(handled).hasValue(1);
    }

    private static Attributes at(long seconds) {
        return Attributes.builder().u32(Attr.EVENT_TIMESTAMP, seconds).build();
    }

    private static byte[] request(int id, Attributes attributes, Secret key, boolean signed) {
        return RadiusSigner.hashedRequest(Code.DISCONNECT_REQUEST, id, attributes, key, signed);
    }

    private void send(byte[] octets) throws Exception {
        client.send(new DatagramPacket(octets, octets.length, loopback, port));
    }

    private byte[] ask(byte[] octets) throws Exception {
        send(octets);
        DatagramPacket in = new DatagramPacket(new byte[4096], 4096);
        client.receive(in);
        return Arrays.copyOf(in.getData(), in.getLength());
    }

    private static RadiusPacket reply(byte[] octets) throws Exception {
        return RadiusCodec.decode(octets, 0, octets.length);
    }
}
