package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.credential.PskKind;
import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.identity.GroupService;
import io.flexaaa.server.identity.GroupWrite;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.snapshot.SnapshotService;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A hub's three requests for a tunnel (key, user, group) in every shape IOS gives them, asked by
 * radclient. One peer serves two hubs: what differs between them is a value of the hub.
 */
@ServerTest
class GoldenHubIT {
    private static final String SECRET = "golden-hub-secret";
    private static final String HUB_1 = "127.0.0.31";
    private static final String HUB_2 = "127.0.0.32";

    private static final String BY_IDENTIFIER = "NAS-Identifier = \"%s\"";
    private static final String BY_ADDRESS = "NAS-IP-Address = %s";

    @Autowired private NasService nas;
    @Autowired private PeerService peers;
    @Autowired private GroupService groups;
    @Autowired private SnapshotService snapshot;

    @Value("${flexaaa.radius.auth-ports}")
    private int port;

    @BeforeEach
    void site() throws Exception {
        hub("golden-hub1", HUB_1, "10.250.1.1");
        hub("golden-hub2", HUB_2, "10.250.2.1");
        groups.put(
                "golden-group",
                new GroupWrite(
                        null,
                        List.of(
                                "ipsec:route-accept=none",
                                "ipsec:ipsec-flow-limit=1",
                                "ip:interface-config=description branch",
                                "ip:interface-config=ip tcp adjust-mss 1360",
                                "ip:interface-config=ip mtu 1400",
                                "ip:interface-config=crypto ipsec df-bit clear",
                                "ip:interface-config=tunnel path-mtu-discovery",
                                "ip:interface-config=service-policy output SHAPE"),
                        null),
                null);
        peers.put(
                "golden.branch.example",
                new PeerWrite(
                        null,
                        true,
                        "golden-group",
                        new PskWrite(PskKind.ASYMMETRIC, null, "hub-signs", "peer-signs", null),
                        null,
                        null,
                        null,
                        null,
                        List.of(
                                "ipsec:route-accept=none",
                                "ip:interface-config=vrf forwarding {{peer.vrf}}",
                                "ip:interface-config=ip address {{nas.tunnel}} 255.255.255.252",
                                "ip:interface-config=description {{peer.hostname}} at {{nas.name}}",
                                "ip:interface-config=service-policy input POLICE",
                                "ip:interface-config=service-policy output SHAPE"),
                        null,
                        null,
                        null,
                        null,
                        Map.of("vrf", "GOLD"),
                        null),
                null);
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(30))).isTrue();
    }

    private void hub(String name, String address, String tunnel) {
        nas.put(
                name,
                new NasWrite(
                        null,
                        address,
                        SECRET,
                        null,
                        true,
                        null,
                        null,
                        null,
                        true,
                        Map.of("tunnel", tunnel),
                        null),
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbound id", "outbound address", "bare id", "bare address"})
    void theKeyComesWithTheWholeSetInOrderForEachHub(String shape) {
        assertThat(ask(HUB_1, "golden.branch.example", shape).attributes())
                .startsWith("Tunnel-Type:0 = ESP", "Tunnel-Medium-Type:0 = IPv4");
        assertThat(ask(HUB_1, "golden.branch.example", shape).avPairs())
                .containsExactly(
                        "ipsec:ikev2-password-local=hub-signs",
                        "ipsec:ikev2-password-remote=peer-signs",
                        "ipsec:route-accept=none",
                        "ip:interface-config=vrf forwarding GOLD",
                        "ip:interface-config=ip address 10.250.1.1 255.255.255.252",
                        "ip:interface-config=description golden at golden-hub1",
                        "ip:interface-config=service-policy input POLICE",
                        "ip:interface-config=service-policy output SHAPE");
        assertThat(ask(HUB_2, "golden.branch.example", shape).avPairs())
                .contains(
                        "ip:interface-config=ip address 10.250.2.1 255.255.255.252",
                        "ip:interface-config=description golden at golden-hub2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbound id", "outbound address", "bare id", "bare address"})
    void theGroupHasNoKeyAndKeepsItsOrder(String shape) {
        Radclient.Reply reply = ask(HUB_1, "golden-group", shape);
        assertThat(reply.accepted()).isTrue();
        assertThat(reply.avPairs())
                .containsExactly(
                        "ipsec:route-accept=none",
                        "ipsec:ipsec-flow-limit=1",
                        "ip:interface-config=description branch",
                        "ip:interface-config=ip tcp adjust-mss 1360",
                        "ip:interface-config=ip mtu 1400",
                        "ip:interface-config=crypto ipsec df-bit clear",
                        "ip:interface-config=tunnel path-mtu-discovery",
                        "ip:interface-config=service-policy output SHAPE");
    }

    @Test
    void whoIsNotThereIsRejected() {
        assertThat(ask(HUB_1, "nobody.branch.example", "outbound id").code())
                .isEqualTo("Access-Reject");
    }

    @Test
    void thePasswordOfLookUpsIsNoLogin() {
        assertThat(
                        Radclient.ask(
                                        HUB_1,
                                        port,
                                        "auth",
                                        SECRET,
                                        "User-Name = \"golden.branch.example\"",
                                        "User-Password = \"cisco\"",
                                        "Service-Type = Login-User")
                                .code())
                .isEqualTo("Access-Reject");
    }

    private Radclient.Reply ask(String hub, String name, String shape) {
        List<String> attributes =
                new ArrayList<>(
                        List.of(
                                "User-Name = \"" + name + "\"",
                                "User-Password = \"cisco\"",
                                "Calling-Station-Id = \"198.51.100.17\"",
                                "NAS-Port-Type = Virtual",
                                "Cisco-AVPair += \"audit-session-id=L2L4CB0071ZO2L4\"",
                                "Cisco-AVPair += \"isakmp-phase1-id=golden.branch.example\"",
                                "Cisco-AVPair += \"isakmp-initator-ip=198.51.100.17\""));
        if (shape.startsWith("outbound")) attributes.add("Service-Type = Outbound-User");
        attributes.add(
                shape.endsWith("id")
                        ? BY_IDENTIFIER.formatted("edge-router")
                        : BY_ADDRESS.formatted(hub));
        return Radclient.ask(hub, port, "auth", SECRET, attributes.toArray(String[]::new));
    }
}
