package io.flexaaa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.e2e.lab.Charon;
import io.flexaaa.e2e.lab.Hub;
import io.flexaaa.e2e.lab.Lab;
import io.flexaaa.e2e.lab.LabExtension;
import io.flexaaa.e2e.lab.Netns;
import io.flexaaa.e2e.lab.Shell;
import io.flexaaa.e2e.lab.SpokeConfig;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Inner addresses of strongSwan spokes from ISC dhcpd, which sees a relay agent in the hub. */
@ExtendWith(LabExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DhcpIT {
    private static final String GIADDR = "10.94.14.254";
    private static final String POOL =
            """
            authoritative;
            default-lease-time 12;
            max-lease-time 12;
            min-lease-time 12;
            ping-check false;
            subnet 10.1.1.0 netmask 255.255.255.0 { }
            subnet 10.94.14.0 netmask 255.255.255.0 {
              range 10.94.14.17 10.94.14.18;
              option subnet-mask 255.255.255.0;
            }
            """;

    private final Lab lab;
    private final Hub hub;
    private final Netns office = Netns.create("dhcp");
    private final Path home;
    private final Process dhcpd;

    DhcpIT(Lab lab) throws IOException {
        this.lab = lab;
        this.home = Files.createDirectories(lab.home().resolve("dhcp"));
        this.hub = lab.hub(configuration());
        hub.netns().cable("lan0", office, "eth0");
        hub.netns().run("ip addr add 10.1.1.254/24 dev lan0 && ip addr add 10.94.14.254/32 dev lo");
        office.run("ip addr add 10.1.1.1/24 dev eth0 && ip route add 10.94.14.254 via 10.1.1.254");
        Path configuration = Files.writeString(home.resolve("dhcpd.conf"), POOL);
        Path leases = Files.createFile(home.resolve("dhcpd.leases"));
        this.dhcpd =
                Shell.start(
                        home.resolve("dhcpd.log"),
                        office.exec(
                                "dhcpd",
                                "-4",
                                "-d",
                                "-cf",
                                configuration.toString(),
                                "-lf",
                                leases.toString(),
                                "--no-pid",
                                "eth0"));
    }

    private static String configuration() {
        return """
        hostname dhcp-hub
        aaa new-model
        aaa authorization network LOCAL local
        crypto ikev2 authorization policy OFFICE
         dhcp server 10.1.1.1
         dhcp giaddr 10.94.14.254
         dhcp timeout 4
        crypto ikev2 authorization policy AWAY
         dhcp server 10.1.1.9
         dhcp giaddr 10.94.14.254
         dhcp timeout 4
        crypto ikev2 authorization policy ASTRAY
         dhcp server 10.1.1.1
         dhcp giaddr 10.94.99.254
        interface GigabitEthernet1
         ip address 198.18.0.254 255.255.0.0
        crypto ikev2 proposal P
         encryption aes-cbc-256
         integrity sha256
         group 19
        crypto ikev2 policy P
         proposal P
        crypto ikev2 keyring K
         peer CLIENTS
          identity fqdn domain example
          pre-shared-key Key-of-the-clients
        %s
        %s
        %s
        interface Virtual-Template1 type tunnel
         ip unnumbered GigabitEthernet1
         tunnel mode ipsec ipv4
         tunnel protection ipsec profile default
        """
                .formatted(profile("office"), profile("away"), profile("astray"));
    }

    private static String profile(String domain) {
        return """
        crypto ikev2 profile %1$s
         match identity remote fqdn domain %1$s.example
         identity local fqdn hub.lab.example
         authentication local pre-share
         authentication remote pre-share
         keyring local K
         aaa authorization group psk list LOCAL %2$s local
         virtual-template 1
        """
                .formatted(domain, domain.toUpperCase(java.util.Locale.ROOT));
    }

    @BeforeAll
    void serving() {
        said("Server starting service");
    }

    @AfterAll
    void close() {
        Shell.stop(dhcpd, 5);
        hub.close();
        office.close();
    }

    @Test
    void aSpokeGetsKeepsAndGivesBackWhatTheServerGave() throws IOException {
        Charon spoke = spoke("one.office.example");
        up(spoke);
        String address = address(spoke);
        assertThat(address).matches("10\\.94\\.14\\.1[78]");
        assertThat(log())
                .contains("DHCPDISCOVER from ")
                .contains("DHCPOFFER on " + address)
                .contains("DHCPACK on " + address)
                .contains("via " + GIADDR);
        assertThat(leases()).contains("lease " + address).contains("one.office.example");

        Awaitility.await("renewed at half of its 12 s")
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> log().split("DHCPACK on " + address, -1).length > 2);
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");

        spoke.terminate("hub");
        said("DHCPRELEASE of " + address);
        up(spoke);
        assertThat(address(spoke)).as("the same peer's address").isEqualTo(address);
        spoke.terminate("hub");
        Awaitility.await("given back twice")
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> log().split("DHCPRELEASE of " + address, -1).length > 2);
        assertThat(log()).as("what dhcpd did not like").doesNotContain("not found)");
    }

    @Test
    void aServerWithoutAnAddressRefusesThePeerInWords() throws IOException {
        List<Charon> two = List.of(spoke("two.office.example"), spoke("three.office.example"));
        two.forEach(this::up);
        assertThat(two.stream().map(this::address).distinct()).hasSize(2);

        refused(spoke("four.office.example"), "DHCP server 10.1.1.1 gave no address for four.");
        assertThat(log()).contains("no free leases");
        two.forEach(spoke -> spoke.terminate("hub"));
    }

    @Test
    void aServerThatIsAwayIsNamed() {
        refused(spoke("one.away.example"), "DHCP server 10.1.1.9 gave no address for one.away");
    }

    @Test
    void aGiaddrThatIsNotOursIsNamed() {
        refused(spoke("one.astray.example"), "dhcp giaddr 10.94.99.254, UDP port 67: ");
    }

    private void up(Charon spoke) {
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output() + spoke.log() + hub.gateway().log()).isTrue();
        assertThat(TunnelIT.ping(spoke.netns(), hub.inside(), 3)).contains(" 0% packet loss");
    }

    private String address(Charon spoke) {
        java.util.regex.Matcher own =
                java.util.regex.Pattern.compile("local +\\S+ @ \\S+ \\[(\\S+)]")
                        .matcher(spoke.listSas());
        assertThat(own.find()).as(spoke.listSas()).isTrue();
        return own.group(1);
    }

    private void refused(Charon spoke, String sentence) {
        Shell.Result up = spoke.initiate("net");
        assertThat(up.ok()).as(up.output()).isFalse();
        assertThat(spoke.log()).contains("INTERNAL_ADDRESS_FAILURE");
        assertThat(hub.gateway().log()).contains(sentence);
    }

    private Charon spoke(String name) {
        Charon spoke = lab.charon(lab.spokeNamespace());
        spoke.load(
                SpokeConfig.psk(name, "Key-of-the-clients")
                        .hub(hub.address())
                        .proposals("aes256-sha256-ecp256", "aes128-sha1")
                        .v4Only()
                        .text());
        return spoke;
    }

    private void said(String words) {
        Awaitility.await("dhcpd: " + words)
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> log().contains(words));
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("dhcpd.log"));
    }

    private String leases() throws IOException {
        return Files.readString(home.resolve("dhcpd.leases"));
    }
}
