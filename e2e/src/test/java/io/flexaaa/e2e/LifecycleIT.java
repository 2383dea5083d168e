package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Capture;
import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Netns;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What happens to a tunnel while it lives: traffic, rekeys, NAT, small paths, a dead peer. */
@ExtendWith(LabExtension.class)
class LifecycleIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Lab lab;
    private final Peers peers;

    LifecycleIT(Lab lab) {
        this.lab = lab;
        this.peers = new Peers(lab.rest());
        peers.group("lab.example", "ipsec:addr-pool=LAB");
    }

    /**
     * To the octet: what tcpdump sees on strongSwan's own tunnel device is what the hub reports.
     * The hub's device carries segments put together for speed, so there only what does not depend
     * on the cut is compared: pings, and the payload of TCP.
     */
    @Test
    void accountingIsExactToTheOctet() throws java.io.IOException {
        Charon spoke = connect("exact1", lab.spokeNamespace(), "");
        String address = session("exact1", "up").path("framedIp").asString();
        String device =
                lab.gatewayNamespace()
                        .run("ip -o route get " + address + " | sed 's/.* dev \\([^ ]*\\).*/\\1/'")
                        .strip();
        try (Capture outer =
                        Capture.start(lab.gatewayNamespace(), device, lab.home(), "exact-hub");
                Capture inner = Capture.start(spoke.netns(), "ipsec0", lab.home(), "exact-spoke")) {
            for (int size : new int[] {0, 1, 56, 500, 1372}) {
                String ping = "ping -q -c 50 -i 0.01 -W 2 -s " + size + " ";
                assertThat(spoke.netns().attempt(20, ping + Lab.LAN_HOST).output())
                        .contains(" 0% packet loss");
                assertThat(lab.lan().attempt(20, ping + address).output())
                        .contains(" 0% packet loss");
            }
            // In small pieces: of a burst the spoke's user-space ESP drops some, which the hub
            // sent.
            iperf(spoke.netns(), "-l 1200 -n 1M -b 4M");
            iperf(spoke.netns(), "-l 1200 -n 1M -b 4M -R");
            // The last packet of all: when the captures have it they have what came before.
            spoke.netns().run("ping -c 1 -W 2 -s 777 " + Lab.LAN_HOST);
            inner.stopAfter("ip.dst == " + address + " && ip.len == 805");
            outer.stopAfter("ip.dst == " + address + " && ip.len == 805");
            spoke.terminate("hub");
            JsonNode ended = session("exact1", "ended");
            System.out.println(
                    "accounting: rx "
                            + ended.path("rxBytes")
                            + " octets in "
                            + ended.path("rxPackets")
                            + ", tx "
                            + ended.path("txBytes")
                            + " in "
                            + ended.path("txPackets")
                            + "; captured: rx "
                            + inner.sum("ip.src == " + address, "ip.len")
                            + ", tx "
                            + inner.sum("ip.dst == " + address, "ip.len"));
            for (String side : new String[] {"src rx", "dst tx"}) {
                String way = "ip." + side.split(" ")[0] + " == " + address;
                String name = side.split(" ")[1];
                assertThat(inner.sum(way, "ip.len").octets())
                        .as(side)
                        .isEqualTo(ended.path(name + "Bytes").asLong());
                assertThat(inner.sum(way, "ip.len").packets())
                        .as(side)
                        .isEqualTo(ended.path(name + "Packets").asLong());
                assertThat(outer.sum(way + " && icmp", "ip.len"))
                        .isEqualTo(inner.sum(way + " && icmp", "ip.len"));
                assertThat(outer.sum(way + " && tcp", "tcp.len").octets())
                        .isEqualTo(inner.sum(way + " && tcp", "tcp.len").octets());
            }
        }
    }

    /**
     * iperf3 tells octets of payload that arrived, accounting those of IP packets that crossed:
     * with the headers taken off they are equal but for what was sent twice, hence the 5 %.
     */
    @Test
    void accountingCountsWhatIperfSent() {
        Charon spoke = connect("bulk1", lab.spokeNamespace(), "");
        String address = session("bulk1", "up").path("framedIp").asString();

        // Below what the spoke's user-space ESP can take: what it drops, TCP sends again, and then
        // the hub has rightly counted more than iperf3.
        long up = iperf(spoke.netns(), "-t 30 -b 100M");
        long down = iperf(spoke.netns(), "-t 30 -b 100M -R");
        assertThat(spoke.isUp()).isTrue();
        assertThat(lab.gateway().show("crypto session")).contains(address);
        spoke.terminate("hub");

        JsonNode ended = session("bulk1", "ended");
        System.out.printf(
                "iperf3 sent %d and received %d octets; accounting says rx %s, tx %s%n",
                up, down, ended.path("rxBytes"), ended.path("txBytes"));
        assertThat(payload(ended, "rx") / up).isBetween(0.95, 1.05);
        assertThat(payload(ended, "tx") / down).isBetween(0.95, 1.05);
        assertThat(ended.path("terminateCause").asString()).isNotEmpty();
    }

    @Test
    void rekeysLoseNoPing() {
        Charon spoke = connect("rekey1", lab.spokeNamespace(), "");
        CompletableFuture<String> ping =
                CompletableFuture.supplyAsync(() ->
                        spoke.netns()
                                .attempt(60, "ping -c 300 -i 0.05 -W 2 " + Lab.LAN_HOST)
                                .output());

        spoke.swanctlMust("--rekey", "--child", "net");
        spoke.swanctlMust("--rekey", "--ike", "hub");
        spoke.swanctlMust("--rekey", "--child", "net");

        assertThat(ping.join()).contains("300 received, 0% packet loss");
        assertThat(spoke.log()).contains("CREATE_CHILD_SA");
        assertThat(spoke.isUp()).isTrue();
        spoke.terminate("hub");
    }

    @Test
    void twoPeersBehindOneNat() {
        Netns nat = lab.natBox();
        Charon one = connect("nat1", lab.spokeBehind(nat, 1), "");
        Charon two = connect("nat2", lab.spokeBehind(nat, 2), "");

        assertThat(TunnelIT.ping(one.netns(), Lab.LAN_HOST, 5)).contains(" 0% packet loss");
        assertThat(TunnelIT.ping(two.netns(), Lab.LAN_HOST, 5)).contains(" 0% packet loss");
        assertThat(lab.gateway().show("crypto ikev2 sa detail")).contains("NAT-T is detected");
        one.terminate("hub");
        assertThat(TunnelIT.ping(two.netns(), Lab.LAN_HOST, 5)).contains(" 0% packet loss");
        two.terminate("hub");
    }

    @Test
    void aPathOf1280Octets() {
        Netns netns = lab.spokeNamespace();
        netns.run("ip link set eth0 mtu 1280");
        String outer =
                netns.run("ip -4 -o addr show eth0 | awk '{print $4}' | cut -d/ -f1").strip();
        lab.gatewayNamespace().run("ip route add " + outer + "/32 dev wan0 mtu lock 1280");
        // Small IKE fragments from the spoke, so that the hub has to put them together.
        Charon spoke = connect("frag1", netns, "", "fragment_size = 300");

        assertThat(spoke.log()).contains("splitting IKE message");
        Shell.Result ping = netns.attempt(30, "ping -c 5 -i 0.2 -s 1300 -W 2 " + Lab.LAN_HOST);
        assertThat(ping.output()).contains(" 0% packet loss");
        assertThat(iperf(netns, "-t 3")).isGreaterThan(100_000);
        assertThat(iperf(netns, "-t 3 -R")).isGreaterThan(100_000);
        spoke.terminate("hub");
    }

    @Test
    void aPeerThatIsCutOffIsCleared() {
        Charon spoke = connect("dead1", lab.spokeNamespace(), "");
        String address = session("dead1", "up").path("framedIp").asString();
        spoke.netns().run("ip link set eth0 down");

        Awaitility.await("dead peer detection")
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.SECONDS)
                .untilAsserted(() -> {
                    lab.lan().attempt(3, "ping -c 1 -W 1 " + address);
                    assertThat(lab.gateway().show("crypto session")).doesNotContain("dead1");
                });
        assertThat(session("dead1", "ended").path("terminateCause").asString())
                .containsIgnoringCase("lost");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    aes128gcm16-prfsha256-x25519,   aes128gcm16
                    aes256gcm16-prfsha384-ecp384,   aes256gcm16-ecp384
                    aes256-sha256-modp2048,         aes256-sha256
                    aes256-sha512-ecp256,           aes256-sha512
                    chacha20poly1305-prfsha256-x25519, chacha20poly1305
                    aes192-sha384-modp3072,         aes192-sha384
                    """)
    void algorithms(String ike, String esp) {
        String name = "alg-" + ike.split("-")[0] + "-" + ike.substring(ike.lastIndexOf('-') + 1);
        peers.symmetric(name, "Key-of-" + name, Map.of());
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                SpokeConfig.psk(name + ".lab.example", "Key-of-" + name)
                        .v4Only()
                        .proposals(ike, esp)
                        .text());

        Shell.Result up = spoke.initiate("net");

        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), Lab.LAN_HOST, 3)).contains(" 0% packet loss");
        spoke.terminate("hub");
    }

    private Charon connect(String name, Netns netns, String child, String... settings) {
        peers.symmetric(name, "Key-of-" + name, Map.of());
        Charon spoke = lab.charon(netns, settings);
        SpokeConfig config = SpokeConfig.psk(name + ".lab.example", "Key-of-" + name).v4Only();
        spoke.load(child.isEmpty() ? config.text() : config.child(child).text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        return spoke;
    }

    private JsonNode session(String peer, String state) {
        return Awaitility.await("the session of " + peer + " " + state)
                .atMost(15, TimeUnit.SECONDS)
                .until(
                        () ->
                                lab.rest()
                                        .get("/api/v1/sessions?state=" + state + "&q=" + peer)
                                        .expect(200)
                                        .body()
                                        .path("items")
                                        .path(0),
                        item -> !item.isMissingNode());
    }

    /** iperf3 tells octets of payload, accounting those of IP packets: headers taken off. */
    private static double payload(JsonNode session, String direction) {
        // IPv4 20, TCP 20, timestamps option 12.
        long headers = 52 * session.path(direction + "Packets").asLong();
        return session.path(direction + "Bytes").asLong() - headers;
    }

    /** Octets of payload that crossed. */
    private static long iperf(Netns from, String arguments) {
        Shell.Result result = from.attempt(60, "iperf3 -J -c " + Lab.LAN_HOST + " " + arguments);
        assertThat(result.ok()).as(result.output()).isTrue();
        JsonNode end = JSON.readTree(result.output()).path("end");
        return end.path("sum_received").path("bytes").asLong();
    }
}
