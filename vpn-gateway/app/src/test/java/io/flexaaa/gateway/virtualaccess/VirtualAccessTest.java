package io.flexaaa.gateway.virtualaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.gateway.Configs;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.ios.config.InterfaceSettings;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.AccessLists.Downloaded;
import io.flexaaa.protocol.avpair.AvPair;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class VirtualAccessTest {
    private static final GatewayConfig CONFIG =
            Configs.of(
                    """
                    interface Loopback1
                     ip address 10.97.0.1 255.255.255.255
                     ipv6 address fd00:97::1/128
                    interface GigabitEthernet1
                     linux interface eth0
                     ip address 198.51.100.1 255.255.255.0
                    interface Virtual-Template1 type tunnel
                     ip unnumbered Loopback1
                     tunnel mode ipsec ipv4
                     tunnel protection ipsec profile default
                    ip access-list extended WEB
                     permit tcp any any eq 80 443
                    ipv6 access-list SIX
                     deny icmp any any
                     permit ipv6 any any
                    """);

    private final FakeDataPlane plane = new FakeDataPlane();
    private final VirtualAccesses accesses = new VirtualAccesses(() -> CONFIG, plane, plane);

    @Test
    void linesOfAaaOverrideTheTemplateAndEachOther() throws Exception {
        VirtualAccess access =
                accesses.create(
                        plan(
                                "ip mtu 1350",
                                "description a",
                                "ip mtu 1300",
                                "ip tcp adjust-mss 1260"));
        assertThat(plane.done)
                .containsExactly("create vaccess1 mtu 1300", "address 10.97.0.1/32", "mss 1260");
        assertThat(access.derivedLines())
                .containsExactly(
                        "description a",
                        "ip unnumbered Loopback1",
                        "ip mtu 1300",
                        "ip tcp adjust-mss 1260",
                        "tunnel mode ipsec ipv4",
                        "tunnel protection ipsec profile default");
    }

    @Test
    void anAddressOfItsOwnReplacesTheBorrowedOne() throws Exception {
        accesses.create(plan("ip address 10.1.1.1 255.255.255.252"));
        assertThat(plane.done)
                .contains("address 10.1.1.1/30")
                .doesNotContain("address 10.97.0.1/32");
    }

    @Test
    void whatBorrowsFromAnInterfaceOfTheHostGetsNoAddress() throws Exception {
        accesses.create(plan("ip unnumbered GigabitEthernet1"));
        assertThat(plane.done).containsExactly("create vaccess1 mtu 1400");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    vrf forwarding RED            | VRF RED
                    service-policy input GOLD     | QoS policy-map GOLD
                    shutdown                      | Disconnect-Request
                    ip mtu twelve                 | ip mtu twelve
                    ip mtu 100                    | 100
                    no such command               | no such command
                    ip access-group NOWHERE in    | access-list NOWHERE is not configured
                    """)
    void whatCannotBeDoneIsRefusedByName(String line, String names) {
        assertThatThrownBy(() -> accesses.create(plan("description first", line)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(names);
        assertThat(plane.done).isEmpty();
    }

    @Test
    void anIpv6SessionNeeds1280() throws Exception {
        InterfaceSettings settings =
                InterfaceLines.enter(template(), InterfaceLines.parse(List.of("ip mtu 1200")));
        assertThat(
                        VirtualAccessPlan.of(
                                        CONFIG, settings, Downloaded.NONE, Downloaded.NONE, false)
                                .mtuOctets())
                .isEqualTo(1200);
        assertThatThrownBy(() ->
                        VirtualAccessPlan.of(
                                CONFIG, settings, Downloaded.NONE, Downloaded.NONE, true))
                .hasMessageContaining("1280");
    }

    @Test
    void aListOfOneFamilyLeavesTheOtherAlone() throws Exception {
        accesses.create(plan("ip access-group WEB in", "ipv6 traffic-filter SIX out"));
        // Two ports and everything of IPv6; everything of IPv4, then the two entries.
        assertThat(plane.done).contains("acl IN WEB 3", "acl OUT SIX 3");
    }

    @Test
    void downloadedEntriesTakeThePlaceOfTheConfiguredList() throws Exception {
        Downloaded in =
                AccessLists.read(
                        CONFIG,
                        List.of(
                                new AvPair("ip", "inacl#10", "deny icmp any any"),
                                new AvPair("ip", "inacl#20", "permit ip any any")),
                        "downloaded-in");
        InterfaceSettings settings =
                InterfaceLines.enter(
                        template(), InterfaceLines.parse(List.of("ip access-group WEB in")));
        accesses.create(VirtualAccessPlan.of(CONFIG, settings, in, Downloaded.NONE, false));
        assertThat(plane.done).contains("acl IN downloaded-in 3");
        assertThatThrownBy(() ->
                        AccessLists.read(
                                CONFIG, List.of(new AvPair("ip", "inacl#1", "permit banana")), "x"))
                .hasMessageContaining("permit banana");
    }

    @Test
    void aChangeThatFailsHalfwayIsTakenBack() throws Exception {
        VirtualAccess access = accesses.create(plan("ip mtu 1350", "description before"));
        VirtualAccessPlan before = access.plan();
        plane.done.clear();
        plane.refuse = "description after";
        assertThatThrownBy(() -> access.change(plan("ip mtu 1300", "description after")))
                .hasMessageContaining("INTERFACE_FAILED");
        assertThat(plane.done).containsExactly("mtu 1300", "mtu 1350", "description before");
        assertThat(access.plan()).isSameAs(before);
    }

    @Test
    void aFailedCloneLeavesNothingAndItsNumberIsFree() throws Exception {
        plane.refuse = "address";
        assertThatThrownBy(() -> accesses.create(plan())).hasMessageContaining("vaccess1");
        assertThat(plane.done).containsExactly("create vaccess1 mtu 1400", "destroy vaccess1");
        plane.refuse = "nothing";
        assertThat(accesses.create(plan()).number()).isEqualTo(1);
        VirtualAccess second = accesses.create(plan());
        assertThat(second.number()).isEqualTo(2);
        accesses.destroy(second);
        assertThat(accesses.create(plan()).number()).isEqualTo(2);
    }

    private VirtualAccessPlan plan(String... lines) throws RefusedException {
        InterfaceSettings settings =
                InterfaceLines.enter(template(), InterfaceLines.parse(List.of(lines)));
        return VirtualAccessPlan.of(CONFIG, settings, Downloaded.NONE, Downloaded.NONE, false);
    }

    private static InterfaceSettings template() {
        return Configs.named(CONFIG.interfaces(), "Virtual-Template1").settings();
    }
}
