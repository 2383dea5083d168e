package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Netns;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** strongSwan moves, by MOBIKE (RFC 4555) or because its NAT does, and the tunnel stays. */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MobilityIT {
    private final Lab lab;
    private final Hub hub;

    MobilityIT(Lab lab) {
        this.lab = lab;
        this.hub = lab.hub(CONFIGURATION);
    }

    @AfterAll
    void close() {
        hub.close();
    }

    private static final String CONFIGURATION =
            """
            hostname mobile-hub
            aaa new-model
            aaa authorization network LOCAL local
            crypto ikev2 authorization policy CLIENTS
             pool CLIENTS
            ip local pool CLIENTS 10.95.11.1 10.95.11.200
            interface GigabitEthernet1
             ip address 198.18.0.254 255.255.0.0
            crypto ikev2 proposal P
             encryption aes-cbc-256
             integrity sha256
             group 19
            crypto ikev2 policy P
             proposal P
            crypto ikev2 keyring K
             peer CLIENTS
              identity fqdn domain mobile.example
              pre-shared-key Key-of-the-mobile
            crypto ikev2 profile MOBILE
             match identity remote fqdn domain mobile.example
             identity local fqdn hub.lab.example
             authentication local pre-share
             authentication remote pre-share
             keyring local K
             aaa authorization group psk list LOCAL CLIENTS local
             virtual-template 1
            interface Virtual-Template1 type tunnel
             ip unnumbered GigabitEthernet1
             tunnel mode ipsec ipv4
             tunnel protection ipsec profile default
            """;

    /** Another address on the same network, and later the first one again. */
    @Test
    void anAddressChangesUnderPing() {
        Charon spoke = connect("mobile1", lab.spokeNamespace(), "mobike = yes");
        Netns netns = spoke.netns();
        String first = netns.run("ip -4 -o addr show eth0 | awk '{print $4}'").strip();
        String second = "198.18.3.1/16";
        CompletableFuture<String> ping = pings(netns, 200);
        awaitPings(netns);

        netns.run("ip addr add " + second + " dev eth0");
        netns.run("ip addr del " + first + " dev eth0");
        awaitPeerAt("198.18.3.1");
        netns.run("ip addr add " + first + " dev eth0");
        netns.run("ip addr del " + second + " dev eth0");
        awaitPeerAt(first.replace("/16", ""));

        assertThat(lost(ping.join())).as(spoke.log() + hub.gateway().log()).isLessThanOrEqualTo(20);
        assertThat(TunnelIT.ping(netns, hub.inside(), 5)).contains(" 0% packet loss");
        assertThat(spoke.log()).contains("N(UPD_SA_ADDR)").contains("N(COOKIE2)");
        assertThat(spoke.log().split("IKE_SA hub\\[\\d+] established").length)
                .as("one login only")
                .isEqualTo(2);
        spoke.terminate("hub");
    }

    /** From a network of its own to one behind a NAT. */
    @Test
    void aPeerGoesBehindANat() {
        Netns nat = lab.natBox();
        Netns netns = lab.spokeNamespace();
        Charon spoke = connect("mobile2", netns, "mobike = yes");
        netns.cable("eth1", nat, "roam");
        nat.run("ip link set roam master br0");
        CompletableFuture<String> ping = pings(netns, 200);
        awaitPings(netns);

        netns.run("ip addr add 192.168.77.50/24 dev eth1");
        netns.run("ip route add default via 192.168.77.1");
        netns.run("ip addr flush dev eth0");
        String outer = nat.run("ip -4 -o addr show eth0 | awk '{print $4}' | cut -d/ -f1").strip();
        awaitPeerAt(outer);

        assertThat(lost(ping.join())).as(spoke.log() + hub.gateway().log()).isLessThanOrEqualTo(30);
        assertThat(TunnelIT.ping(netns, hub.inside(), 5)).contains(" 0% packet loss");
        assertThat(hub.gateway().show("crypto ikev2 sa detail")).contains("NAT-T is detected");
        spoke.terminate("hub");
    }

    /** Nobody says a word of IKE: the first ESP packet from the new port tells. */
    @Test
    void aNatForgetsItsMappingAndTheFirstPacketOfEspTells() {
        Netns nat = lab.natBox();
        Charon spoke = connect("nat-moves", lab.spokeBehind(nat, 1), "mobike = no");
        Netns netns = spoke.netns();
        assertThat(TunnelIT.ping(netns, hub.inside(), 3)).contains(" 0% packet loss");
        String outer = nat.run("ip -4 -o addr show eth0 | awk '{print $4}'").strip();

        nat.run(
                "nft flush chain ip nat post && nft add rule ip nat post oifname eth0 ip protocol"
                        + " udp masquerade to :61000-61100");
        // Taking the address away makes masquerading forget what it translated.
        nat.run("ip addr del " + outer + " dev eth0 && ip addr add " + outer + " dev eth0");
        Shell.Result ping = netns.attempt(30, "ping -c 20 -i 0.1 -W 1 " + hub.inside());

        assertThat(lost(ping.output())).as(ping.output()).isLessThanOrEqualTo(1);
        Matcher moved =
                Pattern.compile("peer moved from \\S+:(\\d+) to \\S+:(610\\d\\d)")
                        .matcher(hub.gateway().log());
        assertThat(moved.find()).as(hub.gateway().log()).isTrue();
        spoke.terminate("hub");
    }

    private Charon connect(String name, Netns netns, String mobike) {
        Charon spoke = lab.charon(netns, "retry_initiate_interval = 0");
        spoke.load(
                SpokeConfig.psk(name + ".mobile.example", "Key-of-the-mobile")
                        .hub(hub.address())
                        .proposals("aes256-sha256-ecp256", "aes128-sha1")
                        .v4Only()
                        .text()
                        .replace("mobike = no", mobike));
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        return spoke;
    }

    private CompletableFuture<String> pings(Netns from, int count) {
        return CompletableFuture.supplyAsync(() ->
                from.attempt(60, "ping -c " + count + " -i 0.1 -W 1 " + hub.inside()).output());
    }

    /** So that the move is under traffic. */
    private void awaitPings(Netns netns) {
        Awaitility.await("a ping of " + netns.name())
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> netns.attempt(5, "ping -c 1 -W 1 " + hub.inside()).ok());
    }

    private void awaitPeerAt(String address) {
        Awaitility.await("the peer at " + address)
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> hub.gateway().show("crypto ikev2 sa").contains(address + "/"));
    }

    private static int lost(String ping) {
        Matcher m = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(ping);
        assertThat(m.find()).as(ping).isTrue();
        return Integer.parseInt(m.group(1)) - Integer.parseInt(m.group(2));
    }
}
