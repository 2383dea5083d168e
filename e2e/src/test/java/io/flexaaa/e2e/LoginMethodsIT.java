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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Certificates and EAP: strongSwan is the client, openssl the authority and FreeRADIUS the EAP
 * server, so each end of each proof is someone else's.
 */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginMethodsIT {
    private static final int EAP_PORT = 21812;

    private static final String USERS =
            """
            alice Cleartext-Password := "Alice-Password-1"
             Framed-IP-Address := 10.95.7.1,
             Cisco-AVPair += "ip:interface-config=ip mtu 1234"
            bob.lab.example
             Framed-IP-Address := 10.95.7.2
            """;

    private final Lab lab;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Certificates authority;
    private Hub hub;
    private FreeRadius freeRadius;

    LoginMethodsIT(Lab lab) {
        this.lab = lab;
        this.authority = Certificates.authority(lab.home().resolve("pki"), "Lab CA");
        Issued rsa = authority.issue("hub-rsa", Key.RSA, "DNS:hub.lab.example");
        Issued p256 = authority.issue("hub-p256", Key.P256, "DNS:hub.lab.example");
        this.hub = lab.hub(configuration(rsa, p256));
        opened.push(hub);
        this.freeRadius =
                FreeRadius.start(
                        lab.home().resolve("freeradius"),
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

    private String configuration(Issued rsa, Issued p256) {
        return """
        hostname login-hub
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
        crypto pki trustpoint EC
         linux certificate %s
         linux private-key %s
        crypto pki trustpoint LAB
         revocation-check crl
         linux ca-certificate %s
         linux crl %s
        crypto pki certificate map VIP 10
         subject-name co cn = vip
        crypto ikev2 authorization policy CLIENTS
         pool CLIENTS
        ip local pool CLIENTS 10.95.8.1 10.95.8.200
        interface GigabitEthernet1
         ip address 198.18.0.254 255.255.0.0
        crypto ikev2 proposal P
         encryption aes-cbc-256
         integrity sha256
         group 19
        crypto ikev2 policy P
         proposal P
        crypto ikev2 profile CERT
         match identity remote fqdn domain cert.example
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote rsa-sig
         authentication remote ecdsa-sig
         pki trustpoint RSA sign
         pki trustpoint LAB verify
         aaa authorization group cert list LOCAL CLIENTS local
         virtual-template 1
        crypto ikev2 profile EC
         match identity remote fqdn domain ec.example
         identity local fqdn hub.lab.example
         authentication local ecdsa-sig
         authentication remote ecdsa-sig
         pki trustpoint EC sign
         pki trustpoint LAB verify
         aaa authorization group cert list LOCAL CLIENTS local
         virtual-template 1
        crypto ikev2 profile VIP
         match certificate VIP
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote rsa-sig
         authentication remote ecdsa-sig
         pki trustpoint RSA sign
         pki trustpoint LAB verify
         aaa authorization group cert list LOCAL CLIENTS local
         virtual-template 1
        crypto ikev2 profile EAP
         match identity remote fqdn domain eap.example
         identity local fqdn hub.lab.example
         authentication local rsa-sig
         authentication remote eap query-identity
         pki trustpoint RSA sign
         aaa authentication eap EAP
         aaa authorization user eap cached
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
                        p256.certificate(),
                        p256.key(),
                        authority.certificate(),
                        authority.crl());
    }

    @ParameterizedTest
    @EnumSource(Key.class)
    void aCertificateBringsUpATunnel(Key key) {
        String name = "br-" + key.name().toLowerCase(java.util.Locale.ROOT) + ".cert.example";
        Charon spoke = certificate(authority.issue(name, key, "DNS:" + name), name);
        up(spoke, name);
        String sa = hub.gateway().show("crypto ikev2 sa detail");
        String kind =
                switch (key) {
                    case RSA -> "RSA";
                    case P256, P384 -> "ECDSA";
                    case ED25519 -> "EDDSA";
                };
        assertThat(sa).contains("Auth sign: RSA, Auth verify: " + kind);
        assertThat(sa).contains("Remote id: " + name);
        assertThat(spoke.netns().run("ip addr")).contains("10.95.8.");
        spoke.terminate("hub");
    }

    @Test
    void aCurveOfOursIsVerifiedByStrongSwan() {
        String name = "br1.ec.example";
        Charon spoke = certificate(authority.issue(name, Key.P256, "DNS:" + name), name);
        up(spoke, name);
        assertThat(spoke.log()).contains("authentication of 'hub.lab.example' with ECDSA");
        spoke.terminate("hub");
    }

    /** Without RFC 7427 on its side RSA is method 1, as older hubs and spokes have it. */
    @Test
    void aClientOfTheOldSchool() {
        String name = "old.cert.example";
        Charon spoke =
                certificate(
                        authority.issue(name, Key.RSA, "DNS:" + name),
                        name,
                        "signature_authentication = no");
        up(spoke, name);
        assertThat(spoke.log()).contains("with RSA signature successful");
        spoke.terminate("hub");
    }

    @Test
    void aCertificateMapPicksTheProfile() {
        String name = "vip7.anywhere.example";
        Charon spoke = certificate(authority.issue(name, Key.P256, "DNS:" + name), name);
        up(spoke, name);
        assertThat(hub.gateway().log()).contains("profile VIP");
        spoke.terminate("hub");
    }

    @Test
    void aRevokedCertificateIsRefusedAndSaidSo() {
        String name = "gone.cert.example";
        Issued issued = authority.issue(name, Key.P256, "DNS:" + name);
        authority.revoke(issued);
        refused(certificate(issued, name), "revoked; issue another");
    }

    @Test
    void anExpiredCertificateIsRefusedAndSaidSo() {
        String name = "late.cert.example";
        Issued issued = authority.issue(name, Key.P256, "DNS:" + name, "-days", "-1");
        refused(certificate(issued, name), "; renew it");
    }

    @Test
    void aStrangersAuthorityIsRefusedAndSaidSo() {
        String name = "stranger.cert.example";
        Certificates other = Certificates.authority(lab.home().resolve("pki2"), "Other CA");
        refused(
                certificate(other.issue(name, Key.P256, "DNS:" + name), name),
                "no path to its authorities");
    }

    @Test
    void someoneElsesNameIsRefusedAndSaidSo() {
        String name = "me.cert.example";
        Issued issued = authority.issue(name, Key.P256, "DNS:" + name);
        refused(
                certificate(issued, "boss.cert.example"),
                "which is not the identity the peer claims");
    }

    @ParameterizedTest
    @CsvSource({"eap-mschapv2, true", "eap-md5, false", "eap-gtc, false", "eap-ttls, true"})
    void eapByPassword(String method, boolean makesKeys) {
        Charon spoke = eap(method, "alice", "Alice-Password-1");
        up(spoke, method);
        assertThat(spoke.netns().run("ip addr")).contains("10.95.7.1/32");
        assertThat(hub.netns().run("ip link show dev " + link())).contains("mtu 1234");
        assertThat(hub.gateway().show("crypto ikev2 sa detail"))
                .contains("Auth sign: RSA, Auth verify: EAP");
        if (makesKeys) {
            assertThat(spoke.log()).contains("EAP method", "succeeded, MSK established");
        } else {
            assertThat(spoke.log()).contains("succeeded, no MSK established");
        }
        spoke.terminate("hub");
    }

    @Test
    void eapByCertificate() {
        Issued bob = authority.issue("bob.lab.example", Key.RSA, "DNS:bob.lab.example");
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                """
                auth = eap-tls
                id = bob.eap.example
                eap_id = bob.lab.example
                certs = %s
                """
                        .formatted(bob.certificate()),
                "");
        keys(spoke, bob);
        up(spoke, "eap-tls");
        assertThat(spoke.netns().run("ip addr")).contains("10.95.7.2/32");
        spoke.terminate("hub");
    }

    @Test
    void aWrongPasswordIsRefusedAndSaidSo() {
        Charon spoke = eap("eap-mschapv2", "alice", "Wrong-Password");
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(hub.gateway().log()).contains("rejected the EAP login of alice");
        assertThat(hub.gateway().show("crypto ikev2 sa")).doesNotContain("READY");
    }

    // ---- strongSwan

    private Charon certificate(Issued own, String identity, String... settings) {
        Charon spoke = lab.charon(lab.spokeNamespace(), settings);
        load(
                spoke,
                "auth = pubkey\nid = " + identity + "\ncerts = " + own.certificate() + "\n",
                "");
        keys(spoke, own);
        return spoke;
    }

    private Charon eap(String method, String user, String password) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        load(
                spoke,
                "auth = " + method + "\nid = " + user + ".eap.example\neap_id = " + user + "\n",
                "eap-1 {\nid = " + user + "\nsecret = \"" + password + "\"\n}\n");
        return spoke;
    }

    private void load(Charon spoke, String local, String secrets) {
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
                    local {
                      %s
                    }
                    remote {
                      auth = pubkey
                      id = hub.lab.example
                      cacerts = %s
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
                                local,
                                authority.certificate(),
                                authority.certificate(),
                                secrets));
    }

    /** swanctl reads keys from a folder of its own only. */
    private static void keys(Charon spoke, Issued own) {
        spoke.key(own.key());
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

    private String link() {
        String links = hub.netns().run("ip -o link");
        int at = links.lastIndexOf("vaccess");
        while (at >= 0 && links.startsWith("vaccess-idle", at)) {
            at = links.lastIndexOf("vaccess", at - 1);
        }
        return links.substring(at, links.indexOf(':', at));
    }
}
