package io.flexaaa.protocol.avpair;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.flexaaa.protocol.wire.DecodeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvPairCatalogueTest {
    @Test
    void everyExampleIsValidAndFindsItsRow() throws DecodeException {
        for (AvPairType row : AvPairCatalogue.all()) {
            assertThat(AvPairCatalogue.validate(row.example())).as(row.example()).isEmpty();
            assertThat(AvPairCatalogue.find(AvPair.parse(row.example()))).isEqualTo(row);
        }
        assertThat(AvPairCatalogue.all()).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipsec:route-set=local ipv4 10.0.0.0 255.0.0.0 10.1.1.1 tag 7 distance 20",
                "ipsec:route-set=local ipv6 2001:db8::/32",
                "ipsec:route-set=remote ipv6 2001:db8::/32",
                "ipsec:route-set=interface",
                "ipsec:route-set=interface Loopback1",
                "ipsec:route-set=access-list VPN",
                "ipsec:route-set=access-list ipv6 VPN6",
                "ipsec:route-set=prefix 10.0.0.0/8",
                "ipsec:route-accept=any tag:5 distance:10",
                "ipsec:route-accept=none",
                "ip:inacl#10=permit ip any any",
                "ipsec:dns-servers*10.0.0.53",
                "ipsec:split-exclude=ipv4 10.0.0.0/8",
                "ip:interface-config=ip mtu {{nas.mtu}}",
                "ip:interface-config=vrf forwarding RED",
                "ip:interface-config=ip address 10.0.0.1 255.255.255.252",
                "ip:interface-config=no ip mtu",
                "ip:interface-config=ip sla monitor 7"
            })
    void good(String pair) {
        assertThat(AvPairCatalogue.validate(pair)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ipsec:dns-servers=10.0.0.256            | IPv4
                    ipsec:dns-servers=1.1.1.1 2.2.2.2 3.3.3.3 | at most 2
                    ipsec:route-set=remote ipv4 10.0.0.0 255.0.255.0 | not contiguous
                    ipsec:route-set=remote ipv4 10.0.0.0    | not complete
                    ipsec:route-set=somewhere               | somewhere
                    ipsec:prefix-len=129                    | 1..128
                    ipsec:addrv6=10.0.0.1                   | IPv6
                    ipsec:pfs=yes                           | number
                    ipsec:dhcp-timeout=3                    | 4..30
                    ipsec:banner=                           | no value
                    ip:interface-config=ip mtu 99999        | 68..9976
                    ip:interface-config=ip mtu              | number
                    ip:interface-config=ip tcp adjust-mss 99| 500..1460
                    ip:interface-config=ip address 10.0.0.1 | address and a mask
                    ip:interface-config=ip address 10.0.0.1 255.0.255.0 | not contiguous
                    ip:interface-config=service-policy GOLD | input or output
                    ip:interface-config=crypto ipsec df-bit off | clear, set or copy
                    ip:interface-config=ip access-group BR  | in or out
                    ipsec:netmask=255.0.255.0               | not contiguous
                    ipsec:split-exclude=10.0.0.0            | ipv4 NET/MASK
                    cts:security-group-tag=blue             | hex
                    not a pair                              | name=value
                    """)
    void badSaysWhy(String pair, String why) {
        assertThat(AvPairCatalogue.validate(pair))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.warning()).isFalse();
                    assertThat(problem.message()).contains(why);
                    assertThat(problem.cure()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "local ipv4 10.0.0.0 255.0.0.0, LOCAL",
        "remote ipv4 10.0.0.0 255.0.0.0, PUSHED",
        "interface, PUSHED",
        "interface Loopback1, PUSHED",
        "access-list VPN, PUSHED",
        "prefix 10.0.0.0/8, PUSHED"
    })
    void theFormOfARouteSetSaysWhoActsOnIt(String value, AvPairType.Direction direction) {
        AvPairType type = AvPairCatalogue.find(new AvPair("ipsec", "route-set", value));
        assertThat(type).isNotNull();
        assertThat(type.direction()).isEqualTo(direction);
        assertThat(type.form()).isEqualTo(value.split(" ")[0]);
        assertThat(type.repeatable()).isTrue();
    }

    @Test
    void anUnknownNameIsKeptWithAWarningAndTheNearestOne() {
        assertThat(AvPairCatalogue.validate("ipsec:dns-server=10.0.0.1"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.warning()).isTrue();
                    assertThat(problem.cure()).contains("ipsec:dns-servers");
                });
    }

    @Test
    void aTextTooLongForOneAttributeIsRefused() {
        assertThat(AvPairCatalogue.validate("ipsec:banner=" + "x".repeat(300)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("313 octets"));
    }

    @FuzzTest
    void fuzz(byte[] data) {
        String text = new String(data, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(AvPairCatalogue.validate(text)).hasSizeLessThanOrEqualTo(1);
        try {
            assertThat(AvPair.parse(text).text()).isEqualTo(text);
        } catch (DecodeException e) {
            assertThat(e.getMessage()).startsWith("AV pair");
        }
    }
}
