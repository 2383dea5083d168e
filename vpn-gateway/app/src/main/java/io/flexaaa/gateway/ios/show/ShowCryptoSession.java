package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.ikev2.Selector;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code show crypto session [detail]}. */
final class ShowCryptoSession implements ShowCommand {
    private static final String LEGEND =
            """
            Code: C - IKE Configuration mode, D - Dead Peer Detection
            K - Keepalives, N - NAT-traversal, T - cTCP encapsulation
            X - IKE Extended Authentication, F - IKE Fragmentation
            R - IKE Auto Reconnect, U - IKE Dynamic Route Update
            S - SIP VPN, E - Stronger Encryption Enforced

            """;

    @Override
    public String text(GatewayView view, Match m) {
        boolean detail = m.has("detail");
        StringBuilder out = new StringBuilder("Crypto session current status\n\n");
        if (detail) {
            out.append(LEGEND);
        }
        for (SessionSnapshot s : view.sessions()) {
            if (Words.remoteIs(s, m.get("address"))) {
                session(out, s, detail);
            }
        }
        return out.toString();
    }

    private static void session(StringBuilder out, SessionSnapshot s, boolean detail) {
        SaSnapshot sa = s.sa();
        out.append("Interface: ").append(Words.accessName(s)).append('\n');
        if (s.userName() != null) {
            out.append("Username: ").append(s.userName()).append('\n');
        }
        if (sa.profile() != null) {
            out.append("Profile: ").append(sa.profile()).append('\n');
        }
        if (detail) {
            out.append("Uptime: ").append(Words.hms(Words.uptimeSeconds(s))).append('\n');
        }
        for (String address : assigned(s)) {
            out.append("Assigned address: ").append(address).append('\n');
        }
        out.append("Session status: ").append(Words.sessionStatus(s)).append('\n');
        out.append("Peer: ")
                .append(Addresses.text(sa.remote().address()))
                .append(" port ")
                .append(sa.remote().port());
        if (detail) {
            out.append(" fvrf: (none) ivrf: (none)\n      Phase1_id: ")
                    .append(Words.identity(sa.remoteIdentity()))
                    .append("\n      Desc: (none)");
        }
        out.append("\n  Session ID: ").append(sa.sessionId()).append('\n');
        out.append("  IKEv2 SA: local ")
                .append(Words.endpoint(sa.local()))
                .append(" remote ")
                .append(Words.endpoint(sa.remote()))
                .append(sa.status() == SaSnapshot.Status.READY ? " Active\n" : " Inactive\n");
        if (detail) {
            out.append("          Capabilities:")
                    .append(capabilities(s))
                    .append(" connid:")
                    .append(sa.sessionId())
                    .append(" lifetime:")
                    .append(Words.hms(sa.lifetimeSeconds() - Words.activeSeconds(s)))
                    .append('\n');
        }
        for (SaSnapshot.Child c : sa.children()) {
            flow(out, s, c, detail);
        }
        out.append('\n');
    }

    private static void flow(
            StringBuilder out, SessionSnapshot s, SaSnapshot.Child c, boolean detail) {
        Selector local = c.local().getFirst();
        out.append("  IPSEC FLOW: permit ")
                .append(protocol(local))
                .append(' ')
                .append(Words.flowEnd(local))
                .append(' ')
                .append(Words.flowEnd(c.remote().getFirst()))
                .append("\n        Active SAs: 2, origin: crypto map\n");
        if (!detail) {
            return;
        }
        SessionCounters n =
                Objects.requireNonNullElse(s.children().get(c.inboundSpi()), SessionCounters.ZERO);
        long seconds = c.lifetimeSeconds() - (s.nowMs() - c.installedMs()) / 1000;
        out.append("        Inbound:  #pkts dec'ed ")
                .append(n.inPackets())
                .append(" drop ")
                .append(drops(n.inDrops()))
                .append(" life (KB/Sec) ")
                .append(life(c, n.inOctets(), seconds))
                .append("\n        Outbound: #pkts enc'ed ")
                .append(n.outPackets())
                .append(" drop ")
                .append(drops(n.outDrops()))
                .append(" life (KB/Sec) ")
                .append(life(c, n.outOctets(), seconds))
                .append('\n');
    }

    private static String protocol(Selector s) {
        if (s.protocol() != 0) {
            return Integer.toString(s.protocol());
        }
        return s.isV4() ? "ip" : "ipv6";
    }

    private static String life(SaSnapshot.Child c, long octets, long seconds) {
        String kilobytes =
                c.lifetimeKilobytes() == 0
                        ? "KB Vol Rekey Disabled"
                        : Long.toString(Math.max(0, c.lifetimeKilobytes() - octets / 1024));
        return kilobytes + "/" + Math.max(0, seconds);
    }

    static long drops(Map<?, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The letters of the legend. */
    private static String capabilities(SessionSnapshot s) {
        StringBuilder letters = new StringBuilder();
        letters.append(assigned(s).isEmpty() ? "" : "C");
        letters.append(s.sa().dpd().intervalSeconds() > 0 ? "D" : "");
        letters.append(s.sa().nat().detected() ? "N" : "");
        letters.append(s.sa().fragmentation() ? "F" : "");
        letters.append(s.reconnects() ? "R" : "");
        letters.append(s.sa().dynamicRoute() ? "U" : "");
        return letters.isEmpty() ? "(none)" : letters.toString();
    }

    static List<String> assigned(SessionSnapshot s) {
        List<String> addresses = new ArrayList<>();
        for (@Nullable Lease lease : new @Nullable Lease[] {s.ipv4(), s.ipv6()}) {
            if (lease != null) {
                addresses.add(Addresses.text(lease.address()));
            }
        }
        return addresses;
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> rows = new ArrayList<>();
        for (SessionSnapshot s : view.sessions()) {
            if (Words.remoteIs(s, m.get("address"))) {
                rows.add(json(s));
            }
        }
        return rows;
    }

    private static Map<String, @Nullable Object> json(SessionSnapshot s) {
        SaSnapshot sa = s.sa();
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("sessionId", sa.sessionId());
        row.put("interface", s.accessNumber() == 0 ? null : Words.accessName(s));
        row.put("profile", sa.profile());
        row.put("userName", s.userName());
        row.put("phase1Id", sa.remoteIdentity() == null ? null : sa.remoteIdentity().text());
        row.put("status", Words.sessionStatus(s));
        row.put("uptimeSeconds", Words.uptimeSeconds(s));
        row.put("local", Words.endpoint(sa.local()));
        row.put("remote", Words.endpoint(sa.remote()));
        row.put("assigned", assigned(s));
        row.put("auditSessionId", s.auditSessionId());
        row.put("acctSessionId", s.acctSessionId());
        row.put("inPackets", s.counters().inPackets());
        row.put("inOctets", s.counters().inOctets());
        row.put("outPackets", s.counters().outPackets());
        row.put("outOctets", s.counters().outOctets());
        row.put("children", ShowCryptoIpsecSa.children(s));
        return row;
    }
}
