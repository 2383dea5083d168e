package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Certificates;
import io.flexaaa.e2e.lab.Certificates.Issued;
import io.flexaaa.e2e.lab.Certificates.Key;
import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Shell;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** The hub asks openssl's OCSP responder about strongSwan's certificate (RFC 6960). */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OcspIT {
    private static final int PORT = 21888;
    private static final int NOBODY = 21889;

    private final Lab lab;
    private final Certificates authority;
    private final Hub hub;
    private final Issued revoked;
    private final Process responder;

    OcspIT(Lab lab) {
        this.lab = lab;
        this.authority = Certificates.authority(lab.home().resolve("pki-ocsp"), "OCSP CA");
        Issued own = authority.issue("hub", Key.RSA, "DNS:hub.lab.example");
        for (String profile : new String[] {"ocsp", "both", "away", "soft"}) {
            authority.record(issue("good." + profile + ".example"));
        }
        this.revoked = issue("gone.ocsp.example");
        authority.revoke(revoked);
        this.hub = lab.hub(configuration(own));
        this.responder = authority.responder(PORT);
    }

    private Issued issue(String name) {
        return authority.issue(name, Key.P256, "DNS:" + name);
    }

    private Issued issued(String name) {
        return new Issued(
                name,
                authority.certificate().resolveSibling(name + ".pem"),
                authority.certificate().resolveSibling(name + ".key"));
    }

    @BeforeAll
    void listening() {
        // Not by a connection: openssl would wait for its request for ever.
        Awaitility.await("the responder")
                .atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        Files.readString(authority.certificate().resolveSibling("ocsp.log"))
                                .contains("waiting for OCSP client connections"));
    }

    @AfterAll
    void close() {
        Shell.stop(responder, 5);
        hub.close();
    }

    private String configuration(Issued own) {
        return """
        hostname ocsp-hub
        aaa new-model
        aaa authorization network LOCAL local
        crypto ikev2 authorization policy CLIENTS
         pool CLIENTS
        ip local pool CLIENTS 10.95.13.1 10.95.13.200
        interface GigabitEthernet1
         ip address 198.18.0.254 255.255.0.0
        crypto ikev2 proposal P
         encryption aes-cbc-256
         integrity sha256
         group 19
        crypto ikev2 policy P
         proposal P
        crypto pki trustpoint OWN
         linux certificate %s
         linux private-key %s
        %s
        %s
        %s
        %s
        interface Virtual-Template1 type tunnel
         ip unnumbered GigabitEthernet1
         tunnel mode ipsec ipv4
         tunnel protection ipsec profile default
        """
                .formatted(
                        own.certificate(),
                        own.key(),
                        profile("ocsp", "ocsp", PORT),
                        profile("both", "crl ocsp", PORT),
                        profile("away", "ocsp", NOBODY),
                        profile("soft", "ocsp none", NOBODY));
    }

    private String profile(String name, String check, int port) {
        return """
        crypto pki trustpoint %1$s
         revocation-check %2$s
         ocsp url http://%3$s:%4$d
         linux ca-certificate %5$s
        crypto ikev2 profile %1$s
         match identity remote fqdn domain %1$s.example
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote ecdsa-sig
         pki trustpoint OWN sign
         pki trustpoint %1$s verify
         aaa authorization group cert list LOCAL CLIENTS local
         virtual-template 1
        """
                .formatted(name, check, Hub.BRIEF_RADIUS, port, authority.certificate());
    }

    /** Of "both" there is no CRL, so the responder is asked after all. */
    @ParameterizedTest
    @ValueSource(strings = {"ocsp", "both"})
    void aGoodCertificateComesUp(String profile) {
        up("good." + profile + ".example");
    }

    @Test
    void aRevokedCertificateIsRefusedAndSaidSo() {
        refused(spoke(revoked), "revoked; issue another");
    }

    @Test
    void aCertificateTheResponderDoesNotKnowIsRefused() {
        refused(spoke(issue("unknown.ocsp.example")), "the certificate of fqdn unknown.ocsp");
    }

    @Test
    void withoutAnAnswerItIsRefusedAndSaidSo() {
        refused(spoke(issued("good.away.example")), "nor an answer by OCSP");
    }

    @Test
    void withoutAnAnswerItComesUpWhereNoneIsEnough() {
        up("good.soft.example");
    }

    private void up(String name) {
        Charon spoke = spoke(issued(name));
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
        spoke.terminate("hub");
    }

    private void refused(Charon spoke, String sentence) {
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(spoke.log()).contains("AUTH_FAILED");
        assertThat(hub.gateway().log()).contains(sentence);
    }

    private Charon spoke(Issued own) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                """
                connections {
                  hub {
                    version = 2
                    remote_addrs = %s
                    proposals = aes256-sha256-ecp256
                    vips = 0.0.0.0
                    encap = yes
                    local {
                      auth = pubkey
                      id = %s
                      certs = %s
                    }
                    remote {
                      auth = pubkey
                      id = hub.lab.example
                      cacerts = %s
                      revocation = relaxed
                    }
                    children {
                      net {
                        local_ts = dynamic
                        remote_ts = 0.0.0.0/0
                        esp_proposals = aes128-sha1
                      }
                    }
                  }
                }
                authorities {
                  lab {
                    cacert = %s
                  }
                }
                """
                        .formatted(
                                hub.address(),
                                own.name(),
                                own.certificate(),
                                authority.certificate(),
                                authority.certificate()));
        spoke.key(own.key());
        return spoke;
    }
}
