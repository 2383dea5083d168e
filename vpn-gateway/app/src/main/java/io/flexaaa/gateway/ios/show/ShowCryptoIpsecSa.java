package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.ikev2.ChildSa;
import io.flexaaa.ikev2.SaSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code show crypto ipsec sa}. */
final class ShowCryptoIpsecSa implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out = new StringBuilder();
        for (SessionSnapshot s : view.sessions()) {
            if (!s.sa().children().isEmpty() && Words.remoteIs(s, m.get("address"))) {
                String access = Words.accessName(s);
                out.append("\ninterface: ").append(access).append('\n');
                out.append("    Crypto map tag: ")
                        .append(access)
                        .append("-head-0, local addr ")
                        .append(Addresses.text(s.sa().local().address()))
                        .append('\n');
                s.sa().children().forEach(c -> child(out, s, c));
            }
        }
        return out.toString();
    }

    private static void child(StringBuilder out, SessionSnapshot s, SaSnapshot.Child c) {
        SessionCounters n = counters(s, c);
        long errorsOut = ShowCryptoSession.drops(n.outDrops());
        long errorsIn = ShowCryptoSession.drops(n.inDrops());
        out.append("\n   protected vrf: (none)\n   local  ident (addr/mask/prot/port): ")
                .append(Words.ident(c.local().getFirst()))
                .append("\n   remote ident (addr/mask/prot/port): ")
                .append(Words.ident(c.remote().getFirst()))
                .append("\n   current_peer ")
                .append(Addresses.text(s.sa().remote().address()))
                .append(" port ")
                .append(s.sa().remote().port())
                .append("\n     PERMIT, flags={origin_is_acl,}\n");
        out.append(
                "    #pkts encaps: %1$d, #pkts encrypt: %1$d, #pkts digest: %1$d\n"
                        .formatted(n.outPackets()));
        out.append(
                "    #pkts decaps: %1$d, #pkts decrypt: %1$d, #pkts verify: %1$d\n"
                        .formatted(n.inPackets()));
        out.append(
                """
                    #pkts compressed: 0, #pkts decompressed: 0
                    #pkts not compressed: 0, #pkts compr. failed: 0
                    #pkts not decompressed: 0, #pkts decompress failed: 0
                """);
        out.append("    #send errors %d, #recv errors %d\n\n".formatted(errorsOut, errorsIn));
        endpoints(out, s, c);
        out.append("     inbound esp sas:\n");
        sa(out, s, c, c.inboundSpi(), n.inOctets());
        out.append("\n     inbound ah sas:\n\n     inbound pcp sas:\n\n     outbound esp sas:\n");
        sa(out, s, c, c.outboundSpi(), n.outOctets());
        out.append("\n     outbound ah sas:\n\n     outbound pcp sas:\n");
    }

    private static void endpoints(StringBuilder out, SessionSnapshot s, SaSnapshot.Child c) {
        InterfaceCommand.IpMtu mtu =
                Words.settings(s.derivedLines()).find(InterfaceCommand.IpMtu.class);
        int octets = mtu == null ? 1500 : mtu.octets();
        out.append("     local crypto endpt.: ")
                .append(Addresses.text(s.sa().local().address()))
                .append(", remote crypto endpt.: ")
                .append(Addresses.text(s.sa().remote().address()))
                .append("\n     plaintext mtu ")
                .append(octets)
                .append(", path mtu 1500, ip mtu ")
                .append(octets)
                .append(", ip mtu idb ")
                .append(Words.accessName(s))
                .append("\n     current outbound spi: ")
                .append(spi(c.outboundSpi()))
                .append("\n     PFS (Y/N): ")
                .append(c.suite().group() == null ? "N" : "Y")
                .append(", DH group: ")
                .append(
                        c.suite().group() == null
                                ? "none"
                                : "group" + Words.group(c.suite().group()))
                .append("\n\n");
    }

    private static String spi(int spi) {
        return "0x%X(%d)".formatted(spi, Integer.toUnsignedLong(spi));
    }

    private static void sa(
            StringBuilder out, SessionSnapshot s, SaSnapshot.Child c, int spi, long octets) {
        long seconds = c.lifetimeSeconds() - (s.nowMs() - c.installedMs()) / 1000;
        String kilobytes =
                c.lifetimeKilobytes() == 0
                        ? "KB Vol Rekey Disabled"
                        : Long.toString(Math.max(0, c.lifetimeKilobytes() - octets / 1024));
        out.append("      spi: ").append(spi(spi)).append('\n');
        out.append("        transform: ").append(Words.transform(c)).append(" ,\n");
        out.append("        in use settings ={")
                .append(c.mode() == ChildSa.Mode.TUNNEL ? "Tunnel" : "Transport")
                .append(c.udpEncapsulated() ? " UDP-Encaps" : "")
                .append(c.suite().extendedSequenceNumbers() ? " esn" : "")
                .append(", }\n");
        out.append(
                "        conn id: %d, flow_id: %d, crypto map: %s-head-0\n"
                        .formatted(s.sessionId(), s.sessionId(), Words.accessName(s)));
        out.append("        sa timing: remaining key lifetime (k/sec): (")
                .append(kilobytes)
                .append('/')
                .append(Math.max(0, seconds))
                .append(")\n        IV size: ")
                .append(c.suite().encryption().ivOctets())
                .append(" bytes\n        replay detection support: ")
                .append(c.replayWindow() > 0 ? "Y" : "N")
                .append("\n        Status: ACTIVE(ACTIVE)\n");
    }

    private static SessionCounters counters(SessionSnapshot s, SaSnapshot.Child c) {
        return Objects.requireNonNullElse(s.children().get(c.inboundSpi()), SessionCounters.ZERO);
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> rows = new ArrayList<>();
        for (SessionSnapshot s : view.sessions()) {
            if (Words.remoteIs(s, m.get("address"))) {
                for (Map<String, @Nullable Object> child : children(s)) {
                    child.put("interface", Words.accessName(s));
                    child.put("peer", Words.endpoint(s.sa().remote()));
                    rows.add(child);
                }
            }
        }
        return rows;
    }

    static List<Map<String, @Nullable Object>> children(SessionSnapshot s) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (SaSnapshot.Child c : s.sa().children()) {
            SessionCounters n = counters(s, c);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("inboundSpi", Words.spi(c.inboundSpi()));
            row.put("outboundSpi", Words.spi(c.outboundSpi()));
            row.put("transform", Words.transform(c));
            row.put("local", Words.ident(c.local().getFirst()));
            row.put("remote", Words.ident(c.remote().getFirst()));
            row.put("udpEncapsulated", c.udpEncapsulated());
            row.put("inPackets", n.inPackets());
            row.put("inOctets", n.inOctets());
            row.put("outPackets", n.outPackets());
            row.put("outOctets", n.outOctets());
            row.put("inDrops", named(n.inDrops()));
            row.put("outDrops", named(n.outDrops()));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Long> named(Map<?, Long> drops) {
        Map<String, Long> named = new java.util.TreeMap<>();
        drops.forEach((reason, count) -> named.put(String.valueOf(reason), count));
        return named;
    }
}
