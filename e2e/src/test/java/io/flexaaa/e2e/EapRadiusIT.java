package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Pki;
import io.flexaaa.e2e.lab.Rest;
import io.flexaaa.e2e.lab.Shell;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway that is not ours: strongSwan lets its clients in by EAP, which it hands to our AAA
 * server, and gives them the address and the name servers of the answer. All certificates are of
 * the server's own authority.
 */
@ExtendWith(LabExtension.class)
class EapRadiusIT {
    private static final String SECRET = "strongSwan-asks-FlexAAA";
    private static final String PASSWORD = "Wonderland-7";

    private final Lab lab;

    EapRadiusIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void strongSwanAsksForItsClients() throws IOException {
        Pki pki = new Pki(lab.rest(), lab.home());
        Pki.Identity aaa = pki.issue("server", "aaa", "CN=aaa.eap.example", "dns:aaa.eap.example");
        Rest.ok(lab.rest().put("/api/v1/tls-identities/eap", Map.of("certificateId", aaa.id())));
        try (Hub place = lab.foreignHub()) {
            nas(place);
            Charon gateway = gateway(place, pki);

            mschapv2(place, pki, gateway);
            tunnelled(place, pki);
            wrongPassword(place, pki);
            strongSwanByTtls(place, pki);
        }
    }

    private void mschapv2(Hub place, Pki pki, Charon gateway) {
        user("alice", "10.95.6.1", "reversible");
        Charon client = lab.charon(lab.spokeNamespace());
        Pki.trust(client, pki.authorityPem());
        client.load(
                client(
                        place,
                        "auth = eap-mschapv2",
                        "alice",
                        SECRETS.formatted("alice", PASSWORD)));

        connects(client, place, "10.95.6.1");
        assertThat(client.log()).contains("EAP method EAP_MSCHAPV2 succeeded, MSK established");
        assertThat(client.resolvConf()).contains("nameserver 10.99.0.53");
        JsonNode session = session("alice", "up");
        assertThat(session.path("framedIp").asString()).isEqualTo("10.95.6.1");
        assertThat(session.path("nasAddress").asString()).isEqualTo(place.nasAddress());
        assertThat(gateway.listSas()).contains("alice");
        client.terminate("hub");
        assertThat(session("alice", "ended").path("rxPackets").asLong()).isPositive();
    }

    /**
     * Debian's strongSwan 5.9.8 as TLS client falls over the first record after the handshake in
     * 1.3, and it has no PEAP; so wpa_supplicant's eapol_test asks from the gateway's place, and
     * compares its own keys with those of the answer.
     */
    private void tunnelled(Hub place, Pki pki) throws IOException {
        Path authority = lab.home().resolve("eap-ca.pem");
        Files.writeString(authority, pki.authorityPem());
        String trust = "ca_cert=\"" + authority + "\"\n domain_match=\"aaa.eap.example\"\n ";
        // The certificate names the person: its email address, as the authority is told to read it.
        user("tina@eap.example", "10.95.6.2", "none");
        Pki.Identity tina = pki.issue("client", "tina", "CN=tina", "email:tina@eap.example");
        for (String version :
                List.of(
                        "tls_disable_tlsv1_3=1",
                        "tls_disable_tlsv1_0=1 tls_disable_tlsv1_1=1 tls_disable_tlsv1_2=1"
                                + " tls_disable_tlsv1_3=0")) {
            eapol(
                    place,
                    trust
                            + "eap=TLS\n identity=\"tina@eap.example\"\n client_cert=\""
                            + tina.certificate()
                            + "\"\n private_key=\""
                            + tina.key()
                            + "\"\n phase1=\""
                            + version
                            + "\"");
        }
        String inner = "password=\"" + PASSWORD + "\"\n phase2=\"auth=MSCHAPV2\"";
        user("trudy", "10.95.6.3", "reversible");
        eapol(place, trust + "eap=TTLS\n identity=\"trudy\"\n " + inner);
        user("paul", "10.95.6.4", "reversible");
        eapol(place, trust + "eap=PEAP\n identity=\"paul\"\n " + inner);
    }

    private void eapol(Hub place, String lines) throws IOException {
        Path config = Files.createTempFile(lab.home(), "eapol", ".conf");
        Files.writeString(
                config, "network={\n key_mgmt=IEEE8021X\n eapol_flags=0\n " + lines + "\n}\n");
        Shell.Result result =
                place.netns()
                        .attempt(
                                30,
                                "eapol_test -c %s -a %s -p 1645 -s %s -t 15"
                                        .formatted(config, Hub.BRIEF_RADIUS, SECRET));
        assertThat(result.ok()).as(lines + "\n" + result.output()).isTrue();
        assertThat(result.output().strip()).as(lines).endsWith("SUCCESS");
        assertThat(result.output())
                .contains("Attribute 8 (Framed-IP-Address)")
                .contains("MPPE keys OK: 1");
    }

    /**
     * strongSwan 5.9.8 itself as TLS client, over its own gateway: TLS 1.2, and without the
     * extended master secret, which OpenSSL's exporter does not ask for and BoringSSL's neither.
     */
    private void strongSwanByTtls(Hub place, Pki pki) {
        user("trudy", "10.95.6.3", "reversible");
        Charon client = lab.charon(lab.spokeNamespace());
        Pki.trust(client, pki.authorityPem());
        client.load(
                client(
                        place,
                        "auth = eap-ttls\n      aaa_id = aaa.eap.example",
                        "trudy",
                        SECRETS.formatted("trudy", PASSWORD)));
        connects(client, place, "10.95.6.3");
        assertThat(client.log()).contains("EAP method EAP_TTLS succeeded, MSK established");
        assertThat(client.resolvConf()).contains("nameserver 10.99.0.53");
        client.terminate("hub");
    }

    /**
     * strongSwan's client does not answer the failure of MS-CHAPv2, so the conversation ends by its
     * clock, 30 s later, and with the reason known by then.
     */
    private void wrongPassword(Hub place, Pki pki) {
        Charon client = lab.charon(lab.spokeNamespace());
        Pki.trust(client, pki.authorityPem());
        client.load(
                client(
                        place,
                        "auth = eap-mschapv2",
                        "alice",
                        SECRETS.formatted("alice", "Not-It")));
        assertThat(client.initiate("net").ok()).isFalse();
        assertThat(client.log())
                .contains("EAP-MS-CHAPv2 failed with error ERROR_AUTHENTICATION_FAILURE");
        Awaitility.await("the refusal in the log")
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(lastRejectOf("alice").path("reason").asString())
                                .isEqualTo("wrong-password"));
        assertThat(lastRejectOf("alice").path("nas").asString()).isEqualTo("strongswan");
    }

    private JsonNode lastRejectOf(String name) {
        return lab.rest()
                .get("/api/v1/decisions?result=reject&peer=" + name)
                .expect(200)
                .body()
                .path("items")
                .path(0);
    }

    private void connects(Charon client, Hub place, String address) {
        Shell.Result up = client.initiate("net");
        assertThat(up.ok())
                .as(up.output() + client.log() + lab.rest().get("/api/v1/decisions?limit=3").body())
                .isTrue();
        assertThat(client.netns().run("ip addr")).contains(address + "/32");
        assertThat(TunnelIT.ping(client.netns(), place.inside(), 3)).contains(" 0% packet loss");
    }

    private void user(String name, String address, String storage) {
        Map<String, Object> password =
                storage.equals("none")
                        ? Map.of("storage", storage)
                        : Map.of("storage", storage, "value", PASSWORD);
        Rest.ok(
                lab.rest()
                        .put(
                                "/api/v1/users/" + name + "?wait=applied",
                                Map.of(
                                        "enabled",
                                        true,
                                        "password",
                                        password,
                                        "framedIp",
                                        address,
                                        "avPairs",
                                        List.of("ipsec:dns-servers=10.99.0.53"))));
    }

    private void nas(Hub place) {
        Rest.ok(
                lab.rest()
                        .put(
                                "/api/v1/nas/strongswan?wait=applied",
                                Map.of(
                                        "address",
                                        place.nasAddress() + "/32",
                                        "secret",
                                        SECRET,
                                        "type",
                                        "other",
                                        "enabled",
                                        true)));
    }

    private Charon gateway(Hub place, Pki pki) {
        Charon gateway = lab.radiusCharon(place, SECRET);
        pki.issue("hub", "gw", "CN=gw.eap.example", "dns:gw.eap.example")
                .installFor(gateway, pki.authorityPem());
        gateway.load(
                """
                connections {
                  rw {
                    version = 2
                    local_addrs = %s
                    proposals = aes256-sha256-ecp256
                    pools = radius
                    encap = yes
                    mobike = no
                    send_cert = always
                    local {
                      auth = pubkey
                      certs = gw.pem
                      id = gw.eap.example
                    }
                    remote {
                      auth = eap-radius
                      eap_id = %%any
                    }
                    children {
                      net {
                        local_ts = 10.96.0.0/16
                        esp_proposals = aes128gcm16
                      }
                    }
                  }
                }
                """
                        .formatted(place.address()));
        return gateway;
    }

    private static final String SECRETS =
            """
            secrets {
              eap-one {
                id = %s
                secret = "%s"
              }
            }
            """;

    private static String client(Hub place, String auth, String name, String secrets) {
        return """
        connections {
          hub {
            version = 2
            remote_addrs = %s
            proposals = aes256-sha256-ecp256
            vips = 0.0.0.0
            encap = yes
            mobike = no
            local {
              %s
              id = client.eap.example
              eap_id = %s
            }
            remote {
              auth = pubkey
              id = gw.eap.example
            }
            children {
              net {
                local_ts = dynamic
                remote_ts = 10.96.0.0/16
                esp_proposals = aes128gcm16
              }
            }
          }
        }
        """
                        .formatted(place.address(), auth, name)
                + secrets;
    }

    private JsonNode session(String name, String state) {
        return Awaitility.await("the session of " + name + " " + state)
                .atMost(15, TimeUnit.SECONDS)
                .until(
                        () ->
                                lab.rest()
                                        .get("/api/v1/sessions?state=" + state + "&q=" + name)
                                        .expect(200)
                                        .body()
                                        .path("items")
                                        .path(0),
                        item -> !item.isMissingNode());
    }
}
