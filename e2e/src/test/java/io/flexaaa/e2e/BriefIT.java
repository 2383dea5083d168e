package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Repository;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The configurations printed in the FlexVPN articles, line breaks restored and otherwise as
 * written, run as a hub that strongSwan connects to. What an article leaves to its reader is added
 * below it, and {@code check} has to name it first.
 */
@ExtendWith(LabExtension.class)
class BriefIT {
    private static final Path ARTICLES =
            Repository.ROOT.resolve(
                    "vpn-gateway/app/src/test/resources/io/flexaaa/gateway/ios/config/articles");

    /** The articles' server, on 1645 and 1646. */
    private static final String SERVER =
            """
            aaa group server radius radius_group1
             server name radius_server
            radius server radius_server
             address ipv4 172.16.1.3 auth-port 1645 acct-port 1646
             key radius_key
            """;

    /** What the articles call g1. */
    private static final String G1 =
            """
            interface GigabitEthernet1
             ip address 198.18.0.254 255.255.0.0
            """;

    /** Ties the attribute list of article 4 to the group that its name mangler makes. */
    private static final String GROUP_POLICY =
            """
            crypto ikev2 authorization policy brief.example
             aaa attribute list attr_list1
            """;

    private final Lab lab;
    private final Peers peers;

    BriefIT(Lab lab) {
        this.lab = lab;
        this.peers = new Peers(lab.rest());
    }

    @Test
    void keysOfTheAaaServer() {
        String article = article("02-aaa-psk");
        // The article defines radius_group and uses radius_group1.
        Shell.Result check = check(article);
        assertThat(check.output())
                .contains("server group \"radius_group1\" is not defined")
                .contains("else add: aaa group server radius radius_group1")
                .contains("0 errors, 1 names that lead nowhere, 0 lines without effect");
        assertThat(check.ok()).as(check.output()).isTrue();
        String whole =
                article + "\naaa group server radius radius_group1\n server name radius_server\n";
        assertThat(check(whole).output()).contains("0 errors, 0 names that lead nowhere");

        peers.symmetric("psk1", "Key-of-psk1", Map.of("framedIp", "10.95.1.1"));
        peers.asymmetric(
                "psk2",
                "Key-the-hub-shows",
                "Key-the-spoke-shows",
                Map.of("framedIp", "10.95.1.2"));
        try (Hub hub = hub(whole)) {
            Charon one =
                    connect(hub, SpokeConfig.psk("psk1.brief.example", "Key-of-psk1"), "10.95.1.1");
            Charon two =
                    connect(
                            hub,
                            SpokeConfig.asymmetric(
                                    "psk2.brief.example",
                                    "Key-the-spoke-shows",
                                    "Key-the-hub-shows"),
                            "10.95.1.2");

            String derived = derivedConfigOf(hub, "psk1");
            assertThat(hub.gateway().show("crypto session"))
                    .contains("psk1.brief.example", "psk2.brief.example", "UP-ACTIVE");
            assertThat(derived).contains("interface Virtual-Access");
            // "cached": the answer that brought the key was the only question for this peer.
            assertThat(decisions("psk1")).hasSize(1);
            assertThat(decisions("psk1").getFirst().path("result").asString()).isEqualTo("accept");
            assertThat(decisions("psk1").getFirst().path("kind").asString()).isEqualTo("psk");
            refusedWithTheWrongKey(hub);
            one.terminate("hub");
            two.terminate("hub");
        }
    }

    private void refusedWithTheWrongKey(Hub hub) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(at(hub, SpokeConfig.psk("psk1.brief.example", "Another-Key")).text());
        assertThat(spoke.initiate("net").ok()).isFalse();
        assertThat(spoke.log()).contains("AUTH_FAILED");
    }

    @Test
    void virtualAccessCloning() {
        String whole =
                SERVER + article("04-virtual-access") + GROUP_POLICY + article("03-accounting");
        Shell.Result check = check(SERVER + article("04-virtual-access"));
        assertThat(check.output())
                .contains("interface \"GigabitEthernet1\" is not defined")
                .contains("0 errors, 1 names that lead nowhere, 0 lines without effect");

        peers.symmetric(
                "va1",
                "no-key-is-asked-for",
                Map.of("framedIp", "10.95.4.1"),
                "ip:interface-config=description va1 by RADIUS");
        peers.symmetric(
                "va2",
                "no-key-is-asked-for",
                Map.of("framedIp", "10.95.4.2"),
                "ip:interface-config=ip mtu 1100");
        try (Hub hub = hub(whole + G1)) {
            Charon one =
                    connect(
                            hub,
                            SpokeConfig.psk("va1.brief.example", "pre_shared_key"),
                            "10.95.4.1");
            Charon two =
                    connect(
                            hub,
                            SpokeConfig.psk("va2.brief.example", "pre_shared_key"),
                            "10.95.4.2");

            assertThat(derivedConfigOf(hub, "va1"))
                    .contains(
                            " description va1 by RADIUS\n",
                            " ip unnumbered GigabitEthernet1\n",
                            " ip mtu 1000\n",
                            " tunnel key 1\n",
                            " tunnel protection ipsec profile default\n");
            // Group, implicit, user: what the user has stands.
            assertThat(derivedConfigOf(hub, "va2"))
                    .contains(" ip mtu 1100\n", " tunnel key 1\n")
                    .doesNotContain("ip mtu 1000");
            carries(hub, one, "10.95.4.1", 1000);
            carries(hub, two, "10.95.4.2", 1100);
            assertThat(hub.netns().run("ip -details link")).contains("alias va1 by RADIUS");

            one.terminate("hub");
            two.terminate("hub");
            // aaa accounting psk acc_list: the records reached 1646.
            assertThat(ended("va1").path("nasAddress").asString()).isEqualTo(hub.nasAddress());
        }
    }

    @Test
    void groupOverrideTurnsThePrecedenceRound() {
        String whole =
                SERVER
                        + article("04-virtual-access")
                        + GROUP_POLICY
                        + article("05-virtual-template")
                        + article("06-mode-auto")
                        + G1;
        peers.symmetric(
                "ov1",
                "no-key-is-asked-for",
                Map.of("framedIp", "10.95.5.1"),
                "ip:interface-config=ip mtu 1100");
        try (Hub hub = hub(whole)) {
            Charon spoke =
                    connect(
                            hub,
                            SpokeConfig.psk("ov1.brief.example", "pre_shared_key"),
                            "10.95.5.1");
            assertThat(derivedConfigOf(hub, "ov1")).contains(" ip mtu 1000\n");
            carries(hub, spoke, "10.95.5.1", 1000);
            spoke.terminate("hub");
        }
    }

    /** The hub's interface takes packets of this many octets and no larger ones. */
    private static void carries(Hub hub, Charon spoke, String address, int mtu) {
        String fits = "ping -c 2 -i 0.2 -W 2 -M do -s " + (mtu - 28) + " " + address;
        String larger = "ping -c 1 -W 2 -M do -s " + (mtu - 27) + " " + address;
        assertThat(hub.netns().attempt(20, fits).output()).contains(" 0% packet loss");
        assertThat(hub.netns().attempt(20, larger).output()).contains("mtu=" + mtu);
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
    }

    private Hub hub(String configuration) {
        Hub hub = lab.hub(configuration);
        Rest.ok(
                lab.rest()
                        .put(
                                "/api/v1/nas/brief-"
                                        + hub.nasAddress().replace('.', '-')
                                        + "?wait=applied",
                                Map.of(
                                        "address",
                                        hub.nasAddress() + "/32",
                                        "secret",
                                        "radius_key",
                                        "type",
                                        "flexaaa",
                                        "enabled",
                                        true)));
        return hub;
    }

    private Charon connect(Hub hub, SpokeConfig config, String address) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(at(hub, config).text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        assertThat(spoke.isUp()).isTrue();
        assertThat(spoke.netns().run("ip addr")).contains(address + "/32");
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
        return spoke;
    }

    /** No line names an identity of the hub or an algorithm: IOS has defaults for both. */
    private static SpokeConfig at(Hub hub, SpokeConfig config) {
        return config.v4Only()
                .hub(hub.address(), hub.address())
                .proposals("aes256-sha512-ecp256", "aes128-sha1");
    }

    private static String derivedConfigOf(Hub hub, String peer) {
        List<String> all = new ArrayList<>();
        for (int n = 1; n <= 2; n++) {
            Shell.Result shown =
                    hub.gateway().exec("show derived-config interface virtual-access " + n);
            String session = hub.gateway().show("crypto session");
            all.add(shown.output());
            int at = session.indexOf("Interface: Virtual-Access" + n + "\n");
            if (at < 0) continue;
            int next = session.indexOf("Interface:", at + 1);
            String block = session.substring(at, next < 0 ? session.length() : next);
            if (block.contains(peer + ".brief.example")) {
                assertThat(shown.ok()).as(shown.output()).isTrue();
                System.out.println(shown.output());
                return shown.output();
            }
        }
        throw new AssertionError("no virtual access of " + peer + ":\n" + all);
    }

    private List<JsonNode> decisions(String peer) {
        return Awaitility.await("decisions for " + peer)
                .atMost(10, TimeUnit.SECONDS)
                .until(
                        () -> {
                            List<JsonNode> items = new ArrayList<>();
                            lab.rest()
                                    .get("/api/v1/decisions?peer=" + peer)
                                    .expect(200)
                                    .body()
                                    .path("items")
                                    .forEach(items::add);
                            return items;
                        },
                        items -> !items.isEmpty());
    }

    private JsonNode ended(String peer) {
        return Awaitility.await("the ended session of " + peer)
                .atMost(15, TimeUnit.SECONDS)
                .until(
                        () ->
                                lab.rest()
                                        .get("/api/v1/sessions?state=ended&q=" + peer)
                                        .expect(200)
                                        .body()
                                        .path("items")
                                        .path(0),
                        item -> !item.isMissingNode());
    }

    private Shell.Result check(String configuration) {
        try {
            Path file = Files.createTempFile(lab.home(), "article", ".ios");
            Files.writeString(file, configuration);
            List<String> command = new ArrayList<>(Repository.gatewayJvm());
            command.add("check");
            command.add(file.toString());
            return Shell.attempt(30, command.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String article(String name) {
        try {
            return Files.readString(ARTICLES.resolve(name + ".ios"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
