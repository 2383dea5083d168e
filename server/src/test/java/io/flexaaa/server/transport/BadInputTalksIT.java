package io.flexaaa.server.transport;

import static io.flexaaa.server.transport.BadPackets.attr;
import static io.flexaaa.server.transport.BadPackets.hex;
import static io.flexaaa.server.transport.BadPackets.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.ServerTest;
import io.flexaaa.server.certificate.CertificateOrder;
import io.flexaaa.server.certificate.CertificatePurpose;
import io.flexaaa.server.certificate.CertificateService;
import io.flexaaa.server.certificate.ServerIdentities;
import io.flexaaa.server.certificate.TlsIdentityService;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.BadInputTalks.Talk;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The rows of the bad-input list that need an EAP conversation begun, over the wire. */
@ServerTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTalksIT {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("127.0.0.26");

    @Autowired private NasService nas;
    @Autowired private SnapshotService snapshot;
    @Autowired private CertificateService certificates;
    @Autowired private TlsIdentityService identities;
    @Autowired private ServerIdentities shown;
    @Autowired private MeterRegistry meters;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    private final BadPackets packets = new BadPackets(System.nanoTime());
    private final BadWire wire = new BadWire(packets);
    private boolean assigned;

    @BeforeAll
    void site() throws Exception {
        nas.put(
                "bad-input-talks",
                new NasWrite(
                        null, "127.0.0.26", BadPackets.TEXT, null, true, null, null, null, true),
                null);
        if (shown.eap() == null) {
            var order =
                    new CertificateOrder(
                            null,
                            CertificatePurpose.SERVER,
                            "CN=eap",
                            List.of("dns:eap.bad-input.test"),
                            null,
                            null,
                            null,
                            null);
            identities.assign(TlsUse.EAP, certificates.issue(order).certificate().id());
            assigned = true;
        }
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(20))).isTrue();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> shown.eap() != null);
    }

    @AfterAll
    void asBefore() {
        if (assigned) identities.clear(TlsUse.EAP);
    }

    private double answers(String outcome) {
        return meters.find("flexaaa.radius.response").tag("outcome", outcome).timers().stream()
                .mapToDouble(Timer::count)
                .sum();
    }

    static Stream<Talk> talks() {
        return BadInputTalks.rows().stream();
    }

    /** In the middle of a conversation: never an accept, an end within bounds, and counted. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("talks")
    void aConversationGoneWrongEnds(Talk talk) throws Exception {
        double refused = answers("reject");
        try (DatagramSocket socket = BadWire.socket(CLIENT)) {
            byte[] reply = said(socket, hex("0201000801657665"));
            if (typeOf(reply) != talk.method()) {
                reply = said(socket, reply, 0, new byte[] {3, (byte) talk.method()});
            }
            assertThat(typeOf(reply)).as("the method insisted on").isEqualTo(talk.method());
            byte[] used = reply;
            for (byte[] message : talk.messages()) {
                used = reply;
                reply = said(socket, reply, talk.idOffset(), message);
                if (BadWire.codeOf(reply) != 11) break;
            }
            if (talk.again()) {
                reply = said(socket, used, 0, talk.messages().getFirst());
            }
            assertThat(BadWire.codeOf(reply)).isEqualTo(3);
        }
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> answers("reject") > refused);
        byte[] status = packets.signed(12, packets.authenticator());
        assertThat(BadWire.codeOf(wire.ask(CLIENT, authPort, status))).isEqualTo(2);
    }

    private byte[] said(DatagramSocket socket, byte[] message, byte[]... more) throws IOException {
        byte[] reply = wire.exchange(socket, authPort, packets.eap("eve", message, more), false);
        assertThat(reply).isNotNull();
        return reply == null ? new byte[0] : reply;
    }

    /** The device's next message, under the State and identifier it was given. */
    private byte[] said(DatagramSocket socket, byte[] last, int idOffset, byte[] typeAndData)
            throws IOException {
        int length = typeAndData.length + 4;
        byte[] head = {
            2, (byte) (part(last, 79)[1] + idOffset), (byte) (length >> 8), (byte) length
        };
        return said(socket, join(head, typeAndData), attr(24, part(last, 24)));
    }

    private static int typeOf(byte[] reply) {
        return part(reply, 79)[4];
    }

    /** The value of the first attribute of that type. */
    private static byte[] part(byte[] packet, int type) {
        for (int at = 20; at < packet.length; at += packet[at + 1] & 0xff) {
            if ((packet[at] & 0xff) == type) {
                return Arrays.copyOfRange(packet, at + 2, at + (packet[at + 1] & 0xff));
            }
        }
        throw new AssertionError("no attribute " + type + " in " + Octets.wrap(packet).hex());
    }
}
