package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.GrePing;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Netns;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.Map;

/**
 * GRE inside ESP, negotiated by strongSwan and with GRE headers by Scapy; and one template with
 * {@code mode auto} for GRE and bare IP spokes side by side.
 */
@ExtendWith(LabExtension.class)
class GreIT {
    private static final String CONFIG =
            """
            aaa group server radius R
             server name S
            radius server S
             address ipv4 172.16.1.3 auth-port 1645 acct-port 1646
             key radius_key
            aaa authorization network FLEX group R
            crypto ikev2 name-mangler HOST
             fqdn hostname
            crypto ikev2 profile default
             match identity remote any
             identity local fqdn hub.lab.example
             authentication remote pre-share
             authentication local pre-share
             keyring aaa FLEX name-mangler HOST
             aaa authorization user psk cached
             virtual-template 1%s
            crypto ipsec transform-set GCM esp-gcm 128
            crypto ipsec profile default
             set transform-set GCM
            interface GigabitEthernet1
             ip address 198.18.0.254 255.255.0.0
            interface Virtual-Template1 type tunnel
             ip unnumbered GigabitEthernet1
            %s
             tunnel protection ipsec profile default
            """;

    private final Lab lab;
    private final Peers peers;

    GreIT(Lab lab) {
        this.lab = lab;
        this.peers = new Peers(lab.rest());
    }

    @Test
    void autoTellsGreFromIpByTheSelectors() {
        peers.symmetric("gre1", "Key-of-gre1", Map.of("framedIp", "10.95.7.1"));
        peers.symmetric(
                "gre2",
                "Key-of-gre2",
                Map.of("framedIp", "10.95.7.2"),
                "ip:interface-config=tunnel key 4294967295");
        peers.symmetric("bare1", "Key-of-bare1", Map.of("framedIp", "10.95.7.3"));
        try (Hub hub = hub(CONFIG.formatted(" mode auto", ""))) {
            Charon one = gre(hub, "gre1", true);
            Charon two = gre(hub, "gre2", true);
            Charon bare = lab.charon(lab.spokeNamespace());
            bare.load(spoke(hub, "bare1").text());
            assertThat(bare.initiate("net").ok()).as(bare.log()).isTrue();

            assertThat(one.listSas()).contains("[gre]", "TUNNEL");
            answers(one.netns(), hub, "10.95.7.1", "", 56, "key None checksum 0");
            // A checksum and a sequence number of the peer's are checked and read over.
            answers(
                    one.netns(),
                    hub,
                    "10.95.7.1",
                    "chksum_present=1,seqence_number=9",
                    1000,
                    "key None checksum 0");
            answers(two.netns(), hub, "10.95.7.2", "key=4294967295", 56, "key 4294967295");
            assertThat(TunnelIT.ping(bare.netns(), hub.inside(), 3)).contains(" 0% packet loss");

            // Another key, no key, a key too many: not of this tunnel, and counted.
            for (String wrong : new String[] {"key=1", ""}) {
                assertThat(ping(two.netns(), hub, "10.95.7.2", wrong, 56)).contains("0 answered");
            }
            assertThat(ping(one.netns(), hub, "10.95.7.1", "key=1", 56)).contains("0 answered");
            String shown = hub.gateway().show("interfaces");
            assertThat(shown).contains("GRE/IP", "IPSEC/IP");
            one.terminate("hub");
            two.terminate("hub");
            bare.terminate("hub");
        }
    }

    @Test
    void aTemplateThatInsistsRefusesTheOtherKind() {
        peers.symmetric("gre3", "Key-of-gre3", Map.of("framedIp", "10.95.8.1"));
        peers.symmetric("bare2", "Key-of-bare2", Map.of("framedIp", "10.95.8.2"));
        try (Hub hub = hub(CONFIG.formatted("", " tunnel mode ipsec ipv4"))) {
            gre(hub, "gre3", false);
            assertThat(hub.gateway().log())
                    .contains("TUNNEL_MODE_MISMATCH", "gre ip", "tunnel mode ipsec ipv4");
        }
        try (Hub hub = hub(CONFIG.formatted("", " tunnel mode gre ip"))) {
            Charon bare = lab.charon(lab.spokeNamespace());
            bare.load(spoke(hub, "bare2").text());
            assertThat(bare.initiate("net").ok()).isFalse();
            assertThat(hub.gateway().log()).contains("TUNNEL_MODE_MISMATCH", "proposes IP packets");
            Charon gre = gre(hub, "gre3", true);
            answers(gre.netns(), hub, "10.95.8.1", "", 56, "key None");
            gre.terminate("hub");
        }
    }

    private Charon gre(Hub hub, String peer, boolean comesUp) {
        Netns netns = lab.spokeNamespace();
        String own = netns.run("ip -4 -o addr show eth0").split("inet ")[1].split("/")[0];
        Charon spoke = lab.charon(netns);
        spoke.load(
                spoke(hub, peer)
                        .text()
                        .replace("local_ts = dynamic", "local_ts = " + own + "/32[gre]")
                        .replace(
                                "remote_ts = 0.0.0.0/0",
                                "remote_ts = " + hub.address() + "/32[gre]"));
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isEqualTo(comesUp);
        return spoke;
    }

    private static SpokeConfig spoke(Hub hub, String peer) {
        return SpokeConfig.psk(peer + ".brief.example", "Key-of-" + peer)
                .v4Only()
                .hub(hub.address())
                .proposals("aes256-sha512-ecp256", "aes128gcm16");
    }

    private static String ping(Netns netns, Hub hub, String source, String options, int octets) {
        return GrePing.run(netns, hub.address(), source, hub.inside(), options, octets);
    }

    private static void answers(
            Netns netns, Hub hub, String source, String options, int octets, String header) {
        assertThat(ping(netns, hub, source, options, octets))
                .contains("3 answered", "from " + hub.inside() + " to " + source, header)
                .doesNotContain("DIFFERENT");
    }

    private Hub hub(String configuration) {
        Hub hub = lab.hub(configuration);
        Rest.ok(
                lab.rest()
                        .put(
                                "/api/v1/nas/gre-"
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
}
