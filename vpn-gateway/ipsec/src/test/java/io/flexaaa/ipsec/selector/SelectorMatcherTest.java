package io.flexaaa.ipsec.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.ipsec.filter.FlowKey;
import io.flexaaa.ipsec.filter.Packets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

class SelectorMatcherTest {
    private static final List<Selector> LOCAL =
            List.of(
                    Selector.prefix(ip("10.1.0.0"), 16),
                    Selector.prefix(ip("fd00:1::"), 32),
                    new Selector(6, 80, 443, ip("192.0.2.1"), ip("192.0.2.9")));
    private static final List<Selector> REMOTE =
            List.of(Selector.host(ip("10.2.0.7")), Selector.anyIpv6());

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10.1.0.0,    10.2.0.7,  17, 5,    5,  true
                    10.1.255.255,10.2.0.7,  17, 5,    5,  true
                    10.2.0.0,    10.2.0.7,  17, 5,    5,  false
                    10.1.0.1,    10.2.0.8,  17, 5,    5,  false
                    192.0.2.5,   10.2.0.7,  6,  80,   9,  true
                    192.0.2.5,   10.2.0.7,  6,  79,   9,  false
                    192.0.2.10,  10.2.0.7,  6,  80,   9,  false
                    192.0.2.5,   10.2.0.7,  17, 80,   9,  false
                    fd00:1::5,   ::1,       17, 80,   9,  true
                    fd00:1:ffff:ffff:ffff:ffff:ffff:ffff, ffff::, 17, 80, 9, true
                    fd00:2::,    ::1,       17, 80,   9,  false
                    """)
    void outboundAndItsMirror(
            String source, String destination, int protocol, int from, int to, boolean inside) {
        SelectorMatcher here = new SelectorMatcher(LOCAL, REMOTE);
        SelectorMatcher there = new SelectorMatcher(REMOTE, LOCAL);
        byte[] packet = Packets.packet(source, destination, protocol, from, to, 20);
        FlowKey key = new FlowKey();
        assertThat(key.read(packet, 0, packet.length)).isTrue();
        assertThat(here.outbound(key)).isEqualTo(inside);
        assertThat(there.inbound(key)).isEqualTo(inside);
    }

    @Test
    void aSelectorIsOfOneFamily() {
        assertThatThrownBy(() -> Selector.range(ip("10.0.0.1"), ip("::1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
