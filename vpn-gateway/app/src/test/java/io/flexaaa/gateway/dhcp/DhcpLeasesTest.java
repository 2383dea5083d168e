package io.flexaaa.gateway.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;

import org.junit.jupiter.api.Test;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

class DhcpLeasesTest {
    private static final Inet4Address SERVER = v4("10.1.1.1");
    private static final Inet4Address GIADDR = v4("10.1.1.254");
    private static final Inet4Address GIVEN = v4("10.77.0.9");
    private static final DhcpQuestion BR1 = new DhcpQuestion(SERVER, GIADDR, 10, "br1.example.com");

    private final AtomicInteger xid = new AtomicInteger(0x1000);
    private final DhcpLeases leases = new DhcpLeases(xid::incrementAndGet);

    @Test
    void discoverOfferRequestAck() throws DecodeException {
        assertThat(leases.ask(7, BR1, 0)).isEmpty();
        DhcpMessage discover = only();
        assertThat(discover.type()).isEqualTo(DhcpMessage.DISCOVER);
        assertThat(discover.giaddr()).isEqualTo(GIADDR);
        assertThat(discover.options().get(DhcpMessage.CLIENT_ID))
                .isEqualTo(Octets.of(0).plus(Octets.ofUtf8("br1.example.com")));

        assertThat(answer(discover, DhcpMessage.OFFER, GIVEN, 600, 100)).isEmpty();
        DhcpMessage request = only();
        assertThat(request.type()).isEqualTo(DhcpMessage.REQUEST);
        assertThat(request.addressOf(DhcpMessage.REQUESTED_ADDRESS)).isEqualTo(GIVEN);
        assertThat(request.addressOf(DhcpMessage.SERVER_ID)).isEqualTo(SERVER);

        assertThat(answer(request, DhcpMessage.ACK, GIVEN, 600, 200))
                .containsExactly(new DhcpAnswer.Bound(7, GIVEN, 600));
    }

    @Test
    void aLostDatagramIsSentAgainAndTheTimeoutHolds() throws DecodeException {
        leases.ask(7, BR1, 0);
        only();
        int again = 0;
        List<DhcpAnswer> answers = List.of();
        long nowMs = 0;
        while (answers.isEmpty() && nowMs < 60_000) {
            nowMs += 1_000;
            answers = leases.tick(nowMs);
            again += leases.toSend().size();
        }
        assertThat(nowMs).isEqualTo(10_000);
        assertThat(again).as("after 1, 3 and 7 s").isEqualTo(3);
        assertThat(answers)
                .singleElement()
                .isInstanceOfSatisfying(
                        DhcpAnswer.Failed.class,
                        f -> {
                            assertThat(f.refusal().reason()).isEqualTo(Reason.DHCP_NO_ANSWER);
                            assertThat(f.refusal().sentence())
                                    .contains("10.1.1.1", "br1.example.com", "10 s");
                        });
        assertThat(leases.isEmpty()).isTrue();
    }

    @Test
    void onlyTheServerThatWasAskedIsBelieved() throws DecodeException {
        leases.ask(7, BR1, 0);
        DhcpMessage discover = only();
        DhcpMessage offer = reply(discover, DhcpMessage.OFFER, GIVEN, 600);
        assertThat(leases.received(offer, v4("10.1.1.2"), 10)).isEmpty();
        DhcpMessage stray =
                new DhcpMessage(
                        true,
                        discover.xid() + 1,
                        DhcpMessage.NONE,
                        GIVEN,
                        GIADDR,
                        discover.chaddr(),
                        offer.options());
        assertThat(leases.received(stray, SERVER, 10)).isEmpty();
        for (String unusable : List.of("0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255")) {
            leases.received(reply(discover, DhcpMessage.OFFER, v4(unusable), 600), SERVER, 10);
        }
        assertThat(leases.toSend()).isEmpty();
    }

    @Test
    void anAckForAnotherAddressOrWithoutALeaseTimeIsNone() throws DecodeException {
        DhcpMessage request = requested();
        assertThat(answer(request, DhcpMessage.ACK, v4("10.77.0.10"), 600, 20)).isEmpty();
        TreeMap<Integer, Octets> without =
                new TreeMap<>(reply(request, DhcpMessage.ACK, GIVEN, 600).options());
        without.remove(DhcpMessage.LEASE_SECONDS);
        DhcpMessage ack =
                new DhcpMessage(
                        true,
                        request.xid(),
                        DhcpMessage.NONE,
                        GIVEN,
                        GIADDR,
                        request.chaddr(),
                        without);
        assertThat(leases.received(ack, SERVER, 20)).isEmpty();
        assertThat(answer(request, DhcpMessage.ACK, GIVEN, 600, 30)).hasSize(1);
    }

    @Test
    void aNakNamesTheServerAndWhatItSaid() throws DecodeException {
        DhcpMessage request = requested();
        assertThat(answer(request, DhcpMessage.NAK, DhcpMessage.NONE, 0, 20))
                .singleElement()
                .isInstanceOfSatisfying(
                        DhcpAnswer.Failed.class,
                        f -> {
                            assertThat(f.refusal().reason()).isEqualTo(Reason.DHCP_REFUSED);
                            assertThat(f.refusal().sentence()).contains("10.1.1.1", "no?more");
                        });
    }

    @Test
    void renewedAtHalfTimeAndLostAtItsEnd() throws DecodeException {
        bound();
        assertThat(leases.tick(299_000)).isEmpty();
        assertThat(leases.toSend()).isEmpty();

        assertThat(leases.tick(301_000)).isEmpty();
        DhcpMessage renew = only();
        assertThat(renew.type()).isEqualTo(DhcpMessage.REQUEST);
        assertThat(renew.ciaddr()).isEqualTo(GIVEN);
        assertThat(renew.options()).doesNotContainKey(DhcpMessage.SERVER_ID);
        assertThat(answer(renew, DhcpMessage.ACK, GIVEN, 600, 301_000)).isEmpty();

        int sent = 0;
        List<DhcpAnswer> answers = List.of();
        long nowMs = 301_000;
        while (answers.isEmpty() && nowMs < 2_000_000) {
            nowMs += 1_000;
            answers = leases.tick(nowMs);
            sent += leases.toSend().size();
        }
        assertThat(nowMs).isEqualTo(901_000);
        assertThat(sent).as("RFC 2131 §4.4.5: half of what is left each time").isBetween(2, 8);
        assertThat(answers).singleElement().isInstanceOf(DhcpAnswer.Lost.class);
    }

    @Test
    void givenBackOnceAndNotByTheSessionThatWasReplaced() throws DecodeException {
        bound();
        assertThat(leases.ask(8, BR1, 5_000)).containsExactly(new DhcpAnswer.Bound(8, GIVEN, 600));
        leases.release(7);
        assertThat(leases.toSend()).isEmpty();

        leases.release(8);
        DhcpMessage release = only();
        assertThat(release.type()).isEqualTo(DhcpMessage.RELEASE);
        assertThat(release.ciaddr()).isEqualTo(GIVEN);
        assertThat(release.addressOf(DhcpMessage.SERVER_ID)).isEqualTo(SERVER);
        leases.release(8);
        assertThat(leases.toSend()).isEmpty();
        assertThat(leases.isEmpty()).isTrue();
    }

    @Test
    void aLeaseGoesAlongWithAReconnect() throws DecodeException {
        bound();
        leases.rehold(7, 9);
        leases.release(7);
        assertThat(leases.toSend()).isEmpty();
        leases.release(9);
        assertThat(only().type()).isEqualTo(DhcpMessage.RELEASE);
    }

    private DhcpMessage requested() throws DecodeException {
        leases.ask(7, BR1, 0);
        answer(only(), DhcpMessage.OFFER, GIVEN, 600, 0);
        return only();
    }

    private void bound() throws DecodeException {
        answer(requested(), DhcpMessage.ACK, GIVEN, 600, 0);
    }

    private List<DhcpAnswer> answer(
            DhcpMessage to, int type, Inet4Address given, long seconds, long nowMs) {
        return leases.received(reply(to, type, given, seconds), SERVER, nowMs);
    }

    private static DhcpMessage reply(DhcpMessage to, int type, Inet4Address given, long seconds) {
        TreeMap<Integer, Octets> options = new TreeMap<>();
        options.put(DhcpMessage.MESSAGE_TYPE, Octets.of(type));
        options.put(DhcpMessage.SERVER_ID, Octets.copyOf(SERVER.getAddress()));
        options.put(DhcpMessage.TEXT, Octets.ofUtf8("no\nmore"));
        options.put(
                DhcpMessage.LEASE_SECONDS,
                Octets.of(0, 0, (int) seconds >> 8 & 0xff, (int) seconds & 0xff));
        return new DhcpMessage(
                true, to.xid(), DhcpMessage.NONE, given, to.giaddr(), to.chaddr(), options);
    }

    /** The one datagram to send, as its receiver reads it. */
    private DhcpMessage only() throws DecodeException {
        List<DhcpLeases.Out> out = leases.toSend();
        assertThat(out).hasSize(1);
        return DhcpMessage.decode(out.getFirst().message().from(GIADDR));
    }

    private static Inet4Address v4(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }
}
