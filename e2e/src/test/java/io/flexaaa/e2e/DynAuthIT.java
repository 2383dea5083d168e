package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Packet of Disconnect and Change of Authorization, from a REST call to the running tunnel. */
@ExtendWith(LabExtension.class)
class DynAuthIT {
    private final Lab lab;
    private final Peers peers;

    DynAuthIT(Lab lab) {
        this.lab = lab;
        this.peers = new Peers(lab.rest());
        peers.group("lab.example", "ipsec:addr-pool=LAB");
    }

    @Test
    void aDisconnectEndsTheTunnelAndIsConfirmed() {
        Charon spoke = connect("pod1");
        JsonNode session = session("pod1");

        long began = System.nanoTime();
        JsonNode result =
                lab.rest()
                        .post("/api/v1/sessions/" + id(session) + "/disconnect", Map.of())
                        .expect(200)
                        .body();
        long ms = (System.nanoTime() - began) / 1_000_000;

        System.out.println("PoD: " + result + " after " + ms + " ms");
        assertThat(result.path("outcome").asString()).isEqualTo("ack");
        assertThat(result.path("confirmed").asBoolean()).isTrue();
        assertThat(ms).as("the whole call").isLessThan(1000);
        Awaitility.await()
                .atMost(3, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(spoke.isUp()).isFalse());
        String address = session.path("framedIp").asString();
        assertThat(lab.gatewayNamespace().run("ip route")).doesNotContain(address);
        assertThat(spoke.log()).contains("received DELETE for IKE_SA");
    }

    @Test
    void aCoaChangesMtuAndFilterUnderARunningPing() {
        Charon spoke = connect("coa1");
        JsonNode session = session("coa1");
        assertThat(TunnelIT.ping(spoke.netns(), Lab.LAN_HOST, 3)).contains(" 0% packet loss");

        JsonNode result =
                lab.rest()
                        .post(
                                "/api/v1/sessions/" + id(session) + "/coa",
                                Map.of(
                                        "avPairs",
                                        List.of(
                                                "ip:interface-config=ip mtu 1234",
                                                "ip:inacl#10=deny icmp any any",
                                                "ip:inacl#20=permit ip any any")))
                        .expect(200)
                        .body();

        assertThat(result.path("outcome").asString()).as(result.toString()).isEqualTo("ack");
        assertThat(TunnelIT.ping(spoke.netns(), Lab.LAN_HOST, 3)).contains("100% packet loss");
        assertThat(spoke.netns().attempt(20, "iperf3 -c " + Lab.LAN_HOST + " -t 1").ok()).isTrue();
        assertThat(lab.gatewayNamespace().run("ip link")).contains("mtu 1234");
        assertThat(spoke.isUp()).isTrue();
        spoke.terminate("hub");
    }

    @Test
    void aBadCoaIsNakedAndChangesNothing() {
        Charon spoke = connect("nak1");
        String id = id(session("nak1"));
        String before = lab.gatewayNamespace().run("ip link");

        assertThat(coa(id, List.of("ip:interface-config=ip mtu twelve"))).isEqualTo(407);
        assertThat(coa(id, List.of("ip:interface-config=ip mtu 1111", "ip:inacl#1=permit banana")))
                .isEqualTo(407);
        assertThat(coa(id, List.of("ipsec:no-such-thing=1"))).isEqualTo(401);

        assertThat(lab.gatewayNamespace().run("ip link")).isEqualTo(before);
        assertThat(TunnelIT.ping(spoke.netns(), Lab.LAN_HOST, 3)).contains(" 0% packet loss");
        spoke.terminate("hub");
    }

    private int coa(String id, List<String> avPairs) {
        JsonNode result =
                lab.rest()
                        .post(
                                "/api/v1/sessions/" + id + "/coa?validate=false",
                                Map.of("avPairs", avPairs))
                        .expect(200)
                        .body();
        assertThat(result.path("outcome").asString()).as(result.toString()).isEqualTo("nak");
        return result.path("errorCause").path("code").asInt();
    }

    private Charon connect(String name) {
        peers.symmetric(name, "Key-of-" + name, Map.of());
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(SpokeConfig.psk(name + ".lab.example", "Key-of-" + name).v4Only().text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        return spoke;
    }

    private JsonNode session(String peer) {
        return Awaitility.await("the session of " + peer)
                .atMost(10, TimeUnit.SECONDS)
                .until(
                        () ->
                                lab.rest()
                                        .get("/api/v1/sessions?state=up&q=" + peer)
                                        .expect(200)
                                        .body()
                                        .path("items")
                                        .path(0),
                        item -> !item.isMissingNode());
    }

    static String id(JsonNode session) {
        return session.path("id").asString();
    }
}
