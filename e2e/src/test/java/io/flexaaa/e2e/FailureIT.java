package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Peers;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.ServerProcess;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.Secret;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs are killed and servers go away; what was acknowledged stays, what must go goes. */
@ExtendWith(LabExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailureIT {
    private final Lab lab;

    FailureIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    @Order(1)
    void theServerIsAwayForAMinute() {
        Charon staying = connect("stay1");
        Charon leaving = connect("leave1");
        lab.server().stop();

        CompletableFuture<String> ping =
                CompletableFuture.supplyAsync(() ->
                        staying.netns()
                                .attempt(90, "ping -c 120 -i 0.5 -W 2 " + Lab.LAN_HOST)
                                .output());
        leaving.terminate("hub");
        assertThat(ping.join()).contains(" 0% packet loss");
        lab.server().startAgain();
        Rest rest = lab.server().rest();

        Awaitility.await("the Stop that was queued")
                .atMost(60, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(
                                        rest.get("/api/v1/sessions?state=ended&q=leave1")
                                                .body()
                                                .path("items"))
                                .isNotEmpty());
        assertThat(staying.isUp()).isTrue();
        assertThat(TunnelIT.ping(staying.netns(), Lab.LAN_HOST, 3)).contains(" 0% packet loss");
        staying.terminate("hub");
    }

    @Test
    @Order(2)
    void aKilledServerKeepsWhatItAcknowledged() throws IOException {
        List<String> acknowledged = new ArrayList<>();
        Secret secret = Secret.ofUtf8("kill-Test-Secret-01");
        Rest.ok(
                lab.server()
                        .rest()
                        .put(
                                "/api/v1/nas/loop?wait=applied",
                                Map.of(
                                        "address", "127.0.0.9/32",
                                        "secret", "kill-Test-Secret-01",
                                        "type", "other",
                                        "enabled", true)));
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", ServerProcess.ACCT_PORT);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.9"))) {
            socket.setSoTimeout(200);
            CompletableFuture<Void> killed =
                    CompletableFuture.runAsync(
                            lab.server()::kill,
                            CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS));
            int[] sent = {0};
            while (!killed.isDone() || sent[0] == 0) {
                List<String> batch = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    String id = "kill-" + sent[0]++;
                    batch.add(id);
                    byte[] packet =
                            RadiusSigner.hashedRequest(
                                    Code.ACCOUNTING_REQUEST, i, start(id), secret, true);
                    socket.send(new DatagramPacket(packet, packet.length, server));
                }
                byte[] reply = new byte[4096];
                try {
                    for (int i = 0; i < 100; i++) {
                        DatagramPacket datagram = new DatagramPacket(reply, reply.length);
                        socket.receive(datagram);
                        acknowledged.add(batch.get(reply[1] & 0xff));
                    }
                } catch (SocketTimeoutException e) {
                    // The server is gone, or dropped some: only what was answered is claimed.
                    continue;
                }
            }
            killed.join();
        }
        lab.server().startAgain();
        Rest rest = lab.server().rest();

        System.out.println(acknowledged.size() + " accounting records were acknowledged");
        assertThat(acknowledged).hasSizeGreaterThan(200);
        List<String> lost = new ArrayList<>();
        for (int i = Math.max(0, acknowledged.size() - 400); i < acknowledged.size(); i++) {
            String id = acknowledged.get(i);
            if (rest.get("/api/v1/sessions?q=" + id).body().path("items").isEmpty()) lost.add(id);
        }
        assertThat(lost).as("acknowledged and lost").isEmpty();
    }

    @Test
    @Order(3)
    void aKilledGatewayLeavesNothingBehind() {
        Charon spoke = connect("kill1");
        assertThat(lab.gatewayNamespace().run("ip link")).contains("vaccess");

        lab.gateway().kill();
        lab.gateway().startAgain();

        assertThat(lab.gatewayNamespace().run("ip link")).doesNotContain("vaccess");
        assertThat(lab.gatewayNamespace().run("ip route")).doesNotContain("10.97.1.");
        assertThat(lab.gatewayNamespace().run("ip addr")).doesNotContain("10.97.0.1");
        Awaitility.await("the session is closed in the server")
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(
                                        lab.server()
                                                .rest()
                                                .get("/api/v1/sessions?state=up&q=kill1")
                                                .body()
                                                .path("items"))
                                .isEmpty());
        spoke.swanctl(5, "--terminate", "--ike", "hub", "--force");
        Shell.Result again = spoke.initiate("net");
        assertThat(again.ok()).as(again.output() + lab.gateway().log()).isTrue();
        spoke.terminate("hub");
    }

    private static Attributes start(String id) {
        return Attributes.builder()
                .u32(Attr.ACCT_STATUS_TYPE, Attr.ACCT_START)
                .string(Attr.ACCT_SESSION_ID, id)
                .string(Attr.USER_NAME, "kill-test")
                .build();
    }

    private Charon connect(String name) {
        Peers peers = new Peers(lab.server().rest());
        peers.group("lab.example", "ipsec:addr-pool=LAB");
        peers.symmetric(name, "Key-of-" + name, Map.of());
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(SpokeConfig.psk(name + ".lab.example", "Key-of-" + name).v4Only().text());
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + lab.gateway().log()).isTrue();
        return spoke;
    }
}
