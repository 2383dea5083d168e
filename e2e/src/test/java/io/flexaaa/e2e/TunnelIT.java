package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Netns;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/** strongSwan connects with keys and settings that are in PostgreSQL only. */
@ExtendWith(LabExtension.class)
class TunnelIT {
    private final Lab lab;
    private final Peers peers;

    TunnelIT(Lab lab) {
        this.lab = lab;
        this.peers = new Peers(lab.rest());
        peers.group("lab.example", "ipsec:dns-servers=10.99.0.53", "ipsec:addr-pool=LAB");
    }

    @Test
    void aSymmetricKeyBringsUpADualStackTunnel() {
        peers.symmetric(
                "sym1",
                "Symmetric-Key-1",
                Map.of("framedIp", "10.97.9.1"),
                "ipsec:addrv6=fd00:97:9::1",
                "ipsec:prefix-len=128",
                "ipsec:ipv6-dns-servers-addr=fd00:99::53",
                "ip:interface-config=ip mtu 1300",
                "ip:interface-config=description sym1 over REST",
                "ipsec:route-set=remote ipv4 10.99.0.0 255.255.255.0",
                "ipsec:route-set=local ipv4 172.30.1.0 255.255.255.0");
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(SpokeConfig.psk("sym1.lab.example", "Symmetric-Key-1").text());

        Shell.Result up = spoke.initiate("net");

        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        assertThat(spoke.netns().run("ip addr")).contains("10.97.9.1/32", "fd00:97:9::1/128");
        assertThat(spoke.resolvConf()).contains("nameserver 10.99.0.53", "nameserver fd00:99::53");
        assertThat(ping(spoke.netns(), Lab.LAN_HOST, 5)).contains(" 0% packet loss");
        assertThat(ping(spoke.netns(), Lab.LAN_HOST_V6, 3)).contains(" 0% packet loss");
        assertThat(ping(lab.lan(), "10.97.9.1", 3)).contains(" 0% packet loss");

        String links = lab.gatewayNamespace().run("ip -details link");
        assertThat(links).contains("mtu 1300").contains("alias sym1 over REST");
        assertThat(lab.gatewayNamespace().run("ip route")).contains("172.30.1.0/24 dev vaccess");
        assertThat(lab.gateway().show("crypto session")).contains("UP-ACTIVE").contains("sym1");
        assertThat(lab.gateway().show("crypto ikev2 sa detail"))
                .contains(
                        "READY", "Remote id: sym1.lab.example", "Auth sign: PSK, Auth verify: PSK");

        spoke.terminate("hub");
        Awaitility.await("interface and route go")
                .atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(lab.gatewayNamespace().run("ip route"))
                                .doesNotContain("172.30.1.0/24"));
    }

    @Test
    void asymmetricKeysBringUpATunnel() {
        peers.asymmetric("asym1", "Key-of-the-Hub", "Key-of-the-Spoke", Map.of());
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                SpokeConfig.asymmetric("asym1.lab.example", "Key-of-the-Spoke", "Key-of-the-Hub")
                        .v4Only()
                        .text());

        Shell.Result up = spoke.initiate("net");

        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        assertThat(ping(spoke.netns(), Lab.LAN_HOST, 3)).contains(" 0% packet loss");
        spoke.terminate("hub");
    }

    @Test
    void aWrongKeyIsRefusedAndSaidSo() {
        peers.symmetric("wrong1", "The-Right-Key", Map.of());
        refused("wrong1.lab.example", "Some-Other-Key", "wrong1", "psk-mismatch");
    }

    @Test
    void anUnknownPeerIsRefusedAndSaidSo() {
        refused("nobody1.lab.example", "Whatever-Key", "nobody1", "unknown-peer");
    }

    @Test
    void anUnknownGroupIsRefusedAndSaidSo() {
        peers.symmetric("lost1", "Lost-Key-1", Map.of());
        refused("lost1.nowhere.example", "Lost-Key-1", "nowhere.example", "unknown-group");
    }

    @Test
    void aDisabledPeerIsRefusedAndSaidSo() {
        peers.symmetric("off1", "Disabled-Key-1", Map.of("enabled", false));
        refused("off1.lab.example", "Disabled-Key-1", "off1", "peer-disabled");
    }

    @Test
    void anExpiredKeyIsRefusedAndSaidSo() {
        peers.put(
                "old1",
                Map.of(
                        "kind", "symmetric",
                        "symmetric", "Expired-Key-1",
                        "expiresAt", "2020-01-01T00:00:00Z"),
                Map.of());
        refused("old1.lab.example", "Expired-Key-1", "old1", "psk-expired");
    }

    private void refused(String identity, String psk, String logName, String reason) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(SpokeConfig.psk(identity, psk).v4Only().text());

        Shell.Result up = spoke.initiate("net");

        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(up.output() + spoke.log()).contains("AUTH_FAILED");
        Awaitility.await("the decision log")
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> {
                    Rest.Answer log =
                            lab.rest().get("/api/v1/decisions?result=reject&peer=" + logName);
                    JsonNode first = log.expect(200).body().path("items").path(0);
                    assertThat(first.path("reason").asString()).isEqualTo(reason);
                    assertThat(first.path("sentence").asString()).contains(logName);
                });
    }

    static String ping(Netns from, String to, int count) {
        return from.attempt(60, "ping -c " + count + " -i 0.2 -W 2 " + to).output();
    }
}
