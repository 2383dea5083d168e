package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Certificates;
import io.flexaaa.e2e.lab.Certificates.Issued;
import io.flexaaa.e2e.lab.Certificates.Key;
import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.FreeRadius;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Shell;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * EAP as the only proof (RFC 5998), a certificate and then EAP (RFC 4739), and names taken from a
 * certificate: strongSwan is the client, openssl the authority, FreeRADIUS the EAP server.
 */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProofsIT {
    private static final int EAP_PORT = 21822;

    private static final String USERS =
            """
            alice Cleartext-Password := "Alice-Password-1"
             Framed-IP-Address := 10.95.9.1
            """;

    private final Lab lab;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Certificates authority;
    private final Hub hub;
    private final FreeRadius freeRadius;

    ProofsIT(Lab lab) {
        this.lab = lab;
        this.authority = Certificates.authority(lab.home().resolve("pki-proofs"), "Proofs CA");
        Issued rsa = authority.issue("hub-rsa", Key.RSA, "DNS:hub.lab.example");
        this.hub = lab.hub(configuration(rsa));
        opened.push(hub);
        this.freeRadius =
                FreeRadius.start(
                        lab.home().resolve("freeradius-proofs"),
                        Hub.BRIEF_RADIUS,
                        EAP_PORT,
                        authority,
                        rsa,
                        USERS);
        opened.push(freeRadius);
    }

    @BeforeAll
    void check() {
        assertThat(hub.gateway().log()).doesNotContain("is not in use");
    }

    @AfterAll
    void close() throws Exception {
        while (!opened.isEmpty()) opened.pop().close();
    }

    private String configuration(Issued rsa) {
        return """
        hostname proofs-hub
        aaa new-model
        aaa group server radius EAP
         server name FR
        radius server FR
         address ipv4 %s auth-port %d acct-port %d
         key %s
         timeout 2
         retransmit 2
        aaa authentication login EAP group EAP
        aaa authorization network LOCAL local
        crypto pki trustpoint RSA
         linux certificate %s
         linux private-key %s
        crypto pki trustpoint LAB
         revocation-check crl
         linux ca-certificate %s
         linux crl %s
        crypto ikev2 name-mangler UNIT
         dn organization-unit
        crypto ikev2 authorization policy BRANCHES
         pool BRANCHES
        ip local pool BRANCHES 10.95.10.1 10.95.10.200
        interface GigabitEthernet1
         ip address 198.18.0.254 255.255.0.0
        crypto ikev2 proposal P
         encryption aes-cbc-256
         integrity sha256
         group 19
        crypto ikev2 policy P
         proposal P
        crypto ikev2 profile ONLY
         match identity remote fqdn domain only.example
         identity local fqdn hub.lab.example
         linux authentication eap-only
         authentication remote eap query-identity
         aaa authentication eap EAP
         aaa authorization user eap cached
         virtual-template 1
        crypto ikev2 profile TWO
         match identity remote fqdn domain two.example
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote rsa-sig
         authentication remote ecdsa-sig
         authentication remote eap query-identity
         linux authentication certificate-then-eap
         pki trustpoint RSA sign
         pki trustpoint LAB verify
         aaa authentication eap EAP
         aaa authorization user eap cached
         virtual-template 1
        crypto ikev2 profile UNIT
         match identity remote fqdn domain unit.example
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote ecdsa-sig
         pki trustpoint RSA sign
         pki trustpoint LAB verify
         aaa authorization group cert list LOCAL name-mangler UNIT
         virtual-template 1
        interface Virtual-Template1 type tunnel
         ip unnumbered GigabitEthernet1
         tunnel mode ipsec ipv4
         tunnel protection ipsec profile default
        """
                .formatted(
                        Hub.BRIEF_RADIUS,
                        EAP_PORT,
                        EAP_PORT + 1,
                        FreeRadius.SECRET,
                        rsa.certificate(),
                        rsa.key(),
                        authority.certificate(),
                        authority.crl());
    }

    // ---- RFC 5998

    @ParameterizedTest
    @ValueSource(strings = {"eap-ttls", "eap-tls"})
    void eapProvesBothSides(String method) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        Issued own = authority.issue("alice", Key.RSA, "DNS:alice");
        load(
                spoke,
                eapLocal(method, "only.example")
                        + (method.equals("eap-tls") ? "certs = " + own.certificate() : ""),
                "",
                "auth = eap\nid = hub.lab.example",
                password("alice", "Alice-Password-1"));
        spoke.key(own.key());
        up(spoke, method);
        assertThat(hub.gateway().show("crypto ikev2 sa detail"))
                .contains("Auth sign: EAP, Auth verify: EAP");
        assertThat(spoke.netns().run("ip addr")).contains("10.95.9.1/32");
        spoke.terminate("hub");
    }

    @Test
    void aMethodThatDoesNotProveTheHubIsNotEnough() {
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                eapLocal("eap-mschapv2", "only.example"),
                "",
                "auth = eap\nid = hub.lab.example",
                password("alice", "Alice-Password-1"));
        refused(spoke, "wants EAP as the only proof, and EAP type 26");
    }

    @Test
    void aClientThatWantsACertificateOfTheHubDoesNotStay() {
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                eapLocal("eap-ttls", "only.example"),
                "",
                pubkeyRemote(),
                password("alice", "Alice-Password-1"));
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(spoke.log())
                .contains("constraint requires public key authentication, but EAP was used");
    }

    // ---- RFC 4739

    @ParameterizedTest
    @ValueSource(strings = {"eap-mschapv2", "eap-ttls", "eap-md5"})
    void aCertificateAndThenEap(String method) {
        Charon spoke = two(method, "Alice-Password-1");
        up(spoke, method);
        assertThat(spoke.log()).contains("with RSA").contains("with EAP successful");
        String sa = hub.gateway().show("crypto ikev2 sa detail");
        assertThat(sa).contains("Auth sign: RSA, Auth verify: EAP");
        assertThat(spoke.netns().run("ip addr")).contains("10.95.9.1/32");
        spoke.terminate("hub");
    }

    @Test
    void aGoodCertificateDoesNotExcuseAWrongPassword() {
        Charon spoke = two("eap-mschapv2", "Wrong-Password");
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(hub.gateway().log()).contains("rejected the EAP login of alice");
    }

    @Test
    void aGoodPasswordDoesNotExcuseARevokedCertificate() {
        Issued own = authority.issue("gone.two.example", Key.P256, "DNS:gone.two.example");
        authority.revoke(own);
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                "auth = pubkey\nid = gone.two.example\ncerts = " + own.certificate(),
                eapLocal("eap-mschapv2", "two.example"),
                pubkeyRemote(),
                password("alice", "Alice-Password-1"));
        spoke.key(own.key());
        refused(spoke, "revoked; issue another");
    }

    @Test
    void oneProofOfTwoIsNotEnough() {
        Issued own = authority.issue("one.two.example", Key.P256, "DNS:one.two.example");
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                "auth = pubkey\nid = one.two.example\ncerts = " + own.certificate(),
                "",
                pubkeyRemote(),
                "");
        spoke.key(own.key());
        refused(spoke, "one.two.example did not announce a second proof");
        Charon user = lab.charon(lab.spokeNamespace());
        load(
                user,
                eapLocal("eap-mschapv2", "two.example"),
                "",
                pubkeyRemote(),
                password("alice", "Alice-Password-1"));
        refused(user, "alice.two.example did not announce a second proof");
    }

    // ---- name-mangler dn

    @Test
    void theGroupComesFromTheCertificateOfAPeerThatGivesItsHostName() {
        String name = "br1.unit.example";
        Charon spoke = unit(name, "BRANCHES");
        up(spoke, name);
        assertThat(spoke.netns().run("ip addr")).contains("10.95.10.");
        spoke.terminate("hub");
    }

    @Test
    void aCertificateWithoutThePartIsRefusedAndSaidSo() {
        refused(
                certificate(authority.issue("br2.unit.example", Key.P256, "DNS:br2.unit.example")),
                "has no rule that takes a name from");
    }

    // ---- strongSwan

    private Charon unit(String name, String unit) {
        return certificate(authority.issueIn(unit, name, Key.P256, "DNS:" + name));
    }

    private Charon certificate(Issued own) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                "auth = pubkey\nid = " + own.name() + "\ncerts = " + own.certificate(),
                "",
                pubkeyRemote(),
                "");
        spoke.key(own.key());
        return spoke;
    }

    private Charon two(String method, String secret) {
        String name = method + ".two.example";
        Issued own = authority.issue(name, Key.P256, "DNS:" + name);
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                "auth = pubkey\nid = " + name + "\ncerts = " + own.certificate(),
                eapLocal(method, "two.example"),
                pubkeyRemote(),
                password("alice", secret));
        spoke.key(own.key());
        return spoke;
    }

    private static String eapLocal(String method, String domain) {
        return "auth = " + method + "\nid = alice." + domain + "\neap_id = alice\n";
    }

    private String pubkeyRemote() {
        return "auth = pubkey\nid = hub.lab.example\ncacerts = " + authority.certificate();
    }

    private static String password(String user, String secret) {
        return "eap-1 {\nid = " + user + "\nsecret = \"" + secret + "\"\n}\n";
    }

    private void load(Charon spoke, String first, String second, String remote, String secrets) {
        spoke.load(
                """
                connections {
                  hub {
                    version = 2
                    remote_addrs = %s
                    proposals = aes256-sha256-ecp256
                    vips = 0.0.0.0
                    encap = yes
                    mobike = no
                    local-1 {
                      %s
                    }
                    %s
                    remote {
                      %s
                    }
                    children {
                      net {
                        local_ts = dynamic
                        remote_ts = 0.0.0.0/0
                        esp_proposals = aes128-sha1,aes256-sha256
                      }
                    }
                  }
                }
                authorities {
                  lab {
                    cacert = %s
                  }
                }
                secrets {
                %s
                }
                """
                        .formatted(
                                hub.address(),
                                first,
                                second.isEmpty() ? "" : "local-2 {\n" + second + "\n}",
                                remote,
                                authority.certificate(),
                                secrets));
    }

    private void up(Charon spoke, String what) {
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok())
                .as(
                        what
                                + "\n"
                                + up.output()
                                + spoke.log()
                                + hub.gateway().log()
                                + freeRadius.log())
                .isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
    }

    private void refused(Charon spoke, String sentence) {
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(spoke.log()).contains("AUTH_FAILED");
        assertThat(hub.gateway().log()).contains(sentence);
    }
}
