package io.flexaaa.ipsec.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.ipsec.esp.BigEndian;
import io.flexaaa.ipsec.filter.AclEntry.Match;
import io.flexaaa.ipsec.filter.AclEntry.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

class CompiledAclTest {
    private static final Match NET =
            new Match(InetAddress.ofLiteral("10.1.2.0"), InetAddress.ofLiteral("0.0.0.255"));
    // IOS wildcard bits need not be contiguous: every odd host of the /24.
    private static final Match ODD =
            new Match(InetAddress.ofLiteral("10.3.0.1"), InetAddress.ofLiteral("0.0.0.254"));
    private static final Match NET6 =
            new Match(
                    InetAddress.ofLiteral("fd00:1::"),
                    InetAddress.ofLiteral("::ffff:ffff:ffff:ffff:ffff:ffff"));

    private static final List<AclEntry> LIST =
            List.of(
                    line(false, false, 6, NET, Ports.ANY, Match.ANY, Ports.eq(23), false, -1),
                    line(true, false, 6, NET, Ports.ANY, Match.ANY, Ports.range(20, 80), false, -1),
                    line(true, false, 6, Match.ANY, Ports.ANY, NET, Ports.ANY, true, -1),
                    line(true, false, 1, Match.ANY, Ports.ANY, Match.ANY, Ports.ANY, false, 8),
                    line(true, false, 17, Match.ANY, Ports.neq(53), ODD, Ports.ANY, false, -1),
                    line(true, true, -1, NET6, Ports.ANY, Match.ANY, Ports.ANY, false, -1));

    private static AclEntry line(
            boolean permit,
            boolean ipv6,
            int protocol,
            Match source,
            Ports from,
            Match destination,
            Ports to,
            boolean established,
            int icmpType) {
        return new AclEntry(
                permit,
                ipv6,
                protocol,
                source,
                from,
                destination,
                to,
                established,
                icmpType,
                -1,
                "line");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10.1.2.3,  1.1.1.1,    6,  1000, 23,  false
                    10.1.2.3,  1.1.1.1,    6,  1000, 22,  true
                    10.1.2.3,  1.1.1.1,    6,  1000, 81,  false
                    10.1.3.3,  1.1.1.1,    6,  1000, 22,  false
                    1.1.1.1,   10.1.2.200, 6,  443,  999, true
                    1.1.1.1,   1.1.1.2,    1,  8,    0,   true
                    1.1.1.1,   1.1.1.2,    1,  0,    0,   false
                    1.1.1.1,   10.3.0.77,  17, 54,   9,   true
                    1.1.1.1,   10.3.0.77,  17, 53,   9,   false
                    1.1.1.1,   10.3.0.78,  17, 54,   9,   false
                    fd00:1::9, ::1,        17, 1,    1,   true
                    fd00:2::9, ::1,        17, 1,    1,   false
                    """)
    void table(String source, String destination, int protocol, int from, int to, boolean ok) {
        CompiledAcl acl = CompiledAcl.compile("TEST", LIST);
        byte[] packet = Packets.packet(source, destination, protocol, from, to, 10);
        FlowKey key = new FlowKey();
        assertThat(key.read(packet, 0, packet.length)).isTrue();
        assertThat(acl.permits(key, 1)).isEqualTo(ok);
        // Again, out of the flow cache.
        assertThat(acl.permits(key, 1)).isEqualTo(ok);
    }

    @Test
    void establishedLooksAtTheFlagsOfEachPacket() {
        CompiledAcl acl = CompiledAcl.compile("TEST", LIST);
        byte[] packet = Packets.packet("1.1.1.1", "10.1.2.9", 6, 443, 999, 0);
        FlowKey key = new FlowKey();
        key.read(packet, 0, packet.length);
        assertThat(acl.permits(key, 1)).isTrue();
        packet[33] = 0x02;
        key.read(packet, 0, packet.length);
        assertThat(acl.permits(key, 1)).as("a SYN of the same flow").isFalse();
    }

    @Test
    void laterFragmentsPassOnTheirAddresses() {
        CompiledAcl acl = CompiledAcl.compile("TEST", LIST);
        byte[] packet = Packets.packet("10.1.2.3", "1.1.1.1", 6, 1000, 23, 100);
        BigEndian.put16(packet, 6, 10);
        FlowKey key = new FlowKey();
        key.read(packet, 0, packet.length);
        assertThat(acl.permits(key, 1)).isTrue();
        assertThat(acl.hits(0)).isZero();
        assertThat(acl.hits(1)).isEqualTo(1);
    }

    @Test
    void countsPacketsOfASuperPacket() {
        CompiledAcl acl = CompiledAcl.compile("TEST", LIST);
        byte[] packet = Packets.packet("9.9.9.9", "9.9.9.8", 6, 1, 1, 0);
        FlowKey key = new FlowKey();
        key.read(packet, 0, packet.length);
        assertThat(acl.permits(key, 45)).isFalse();
        assertThat(acl.implicitDenyHits()).isEqualTo(45);
        assertThat(CompiledAcl.compile("EMPTY", List.of()).permits(key, 1)).isTrue();
    }

    @Test
    void anExtensionHeaderDoesNotHideThePort() {
        byte[] plain = Packets.packet("fd00:1::9", "::1", 6, 5, 23, 0);
        byte[] packet = new byte[plain.length + 8];
        System.arraycopy(plain, 0, packet, 0, 40);
        System.arraycopy(plain, 40, packet, 48, plain.length - 40);
        packet[40] = packet[6];
        packet[6] = 60;
        BigEndian.put16(packet, 4, packet.length - 40);
        FlowKey key = new FlowKey();
        assertThat(key.read(packet, 0, packet.length)).isTrue();
        assertThat(key.protocol()).isEqualTo(6);
        assertThat(key.destinationPort()).isEqualTo(23);
        assertThat(key.read(packet, 0, 50)).isFalse();
    }
}
