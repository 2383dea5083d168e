package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the hub begins itself: rekeys under traffic; and a spoke that is reached over IPv6. */
@ExtendWith(LabExtension.class)
class HubStartsIT {
    /** The shortest lifetimes that IOS takes. */
    private static final String CONFIG =
            """
            aaa new-model
            aaa group server radius AAA
             server name AAA
            radius server AAA
             address ipv4 172.16.1.3 auth-port 1645 acct-port 1646
             key hub-Starts-Secret
            aaa authorization network AAA group AAA
            crypto ikev2 name-mangler HOST
             fqdn hostname
            crypto ikev2 profile default
             match identity remote any
             identity local fqdn hub.lab.example
             authentication local pre-share
             authentication remote pre-share
             keyring aaa AAA name-mangler HOST
             aaa authorization user psk cached
             lifetime 120
             virtual-template 1
            crypto ipsec transform-set GCM esp-gcm 128
            crypto ipsec profile default
             set transform-set GCM
             set security-association lifetime seconds 120
             set security-association lifetime kilobytes 2560
            interface Virtual-Template1 type tunnel
             tunnel protection ipsec profile default
            """;

    private static final Pattern IKE = Pattern.compile("hub: #(\\d+), ESTABLISHED, IKEv2, (.*)");
    private static final Pattern INBOUND = Pattern.compile("in +([0-9a-f]{8})");

    private final Lab lab;

    HubStartsIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void rekeysOfTheHubLoseNoPing() {
        try (Hub hub = hub()) {
            Charon spoke = connect(hub, "hubrekey", hub.address());
            String before = spoke.listSas();
            CompletableFuture<String> ping =
                    CompletableFuture.supplyAsync(() ->
                            spoke.netns()
                                    .attempt(180, "ping -c 650 -i 0.2 -W 2 " + hub.inside())
                                    .output());

            // 90 % of 2,560 kB and the child has carried enough.
            spoke.netns().attempt(60, "ping -q -c 2400 -i 0.005 -s 1200 " + hub.inside());
            awaitRequest(spoke, "N(REKEY_SA)", 15);
            String oldSpi = first(INBOUND, before);
            Awaitility.await("the old child to go")
                    .atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() ->
                            assertThat(spoke.listSas())
                                    .contains("INSTALLED")
                                    .doesNotContain(oldSpi));

            // 85 to 90 % of 120 s and so is the age of the IKE SA.
            awaitRequest(spoke, "[ SA No KE ]", 120);
            Awaitility.await("the new IKE SA")
                    .atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(() ->
                            assertThat(first(IKE, spoke.listSas()))
                                    .isNotEqualTo(first(IKE, before)));
            String after = spoke.listSas();
            System.out.println(before + after);
            // strongSwan marks its own SPI: it was the initiator's, now it is the responder's.
            assertThat(group(IKE, before, 2)).contains("_i* ");
            assertThat(group(IKE, after, 2)).contains("_r*");

            String lost = ping.join();
            System.out.println(lost.lines().filter(l -> l.contains("transmitted")).toList());
            assertThat(lost).contains("650 received, 0% packet loss");
            assertThat(spoke.log()).doesNotContain("retransmit", "AUTHENTICATION_FAILED");
            assertThat(hub.gateway().show("crypto session")).contains("UP-ACTIVE");
            spoke.terminate("hub");
        }
    }

    @Test
    void aTunnelOverIpv6() {
        try (Hub hub = hub()) {
            CompletableFuture<String> capture =
                    CompletableFuture.supplyAsync(() ->
                            hub.netns()
                                    .attempt(
                                            60, "timeout 20 tcpdump -i wan0 -n -c 12 udp port 4500")
                                    .output());
            Charon spoke = connect(hub, "outer6", hub.addressV6());

            assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 10)).contains(" 0% packet loss");
            assertThat(spoke.listSas())
                    .contains("remote 'hub.lab.example' @ " + hub.addressV6() + "[4500]")
                    .contains("ESP");
            assertThat(hub.gateway().show("crypto session")).contains("2001:db8:18::1:");
            assertThat(capture.join())
                    .contains("IP6 2001:db8:18::1:")
                    .contains("UDP-encap: ESP")
                    .doesNotContain("IP 198.18.");
            spoke.terminate("hub");
        }
    }

    /** The spoke was asked, not the asking one. */
    private static void awaitRequest(Charon spoke, String payloads, int seconds) {
        Awaitility.await("CREATE_CHILD_SA request of the hub with " + payloads)
                .atMost(seconds, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() ->
                        spoke.log()
                                .lines()
                                .anyMatch(line ->
                                        line.contains("parsed CREATE_CHILD_SA" + " request")
                                                && line.contains(payloads)));
    }

    private Hub hub() {
        Hub hub = lab.hub(CONFIG);
        Map<String, Object> nas =
                Map.of(
                        "address",
                        hub.nasAddress() + "/32",
                        "secret",
                        "hub-Starts-Secret",
                        "type",
                        "flexaaa",
                        "enabled",
                        true);
        String name = "hub-" + hub.nasAddress().replace('.', '-');
        Rest.ok(lab.rest().put("/api/v1/nas/" + name + "?wait=applied", nas));
        return hub;
    }

    private Charon connect(Hub hub, String name, String address) {
        String framed = "10.95.8." + hub.nasAddress().substring("172.16.1.".length());
        new Peers(lab.rest()).symmetric(name, "Key-of-" + name, Map.of("framedIp", framed));
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                SpokeConfig.psk(name + ".lab.example", "Key-of-" + name)
                        .v4Only()
                        .hub(address)
                        .proposals("aes256-sha512-ecp256", "aes128gcm16")
                        .text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
        return spoke;
    }

    private static String first(Pattern pattern, String text) {
        return group(pattern, text, 1);
    }

    private static String group(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(group);
    }
}
