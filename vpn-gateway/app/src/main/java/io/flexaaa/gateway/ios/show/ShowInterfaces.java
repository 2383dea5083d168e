package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code show interfaces [NAME]}. */
final class ShowInterfaces implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        List<Interfaces.Row> rows = rows(view, m);
        if (rows.isEmpty() && m.given("if")) {
            return ShowDerivedConfig.missing(m.interfaceName("if"));
        }
        StringBuilder out = new StringBuilder();
        rows.forEach(row -> show(out, view, row));
        return out.toString();
    }

    private static List<Interfaces.Row> rows(GatewayView view, Match m) {
        if (!m.given("if")) {
            return Interfaces.all(view);
        }
        Interfaces.Row row = Interfaces.find(view, m.interfaceName("if"));
        return row == null ? List.of() : List.of(row);
    }

    private static void show(StringBuilder out, GatewayView view, Interfaces.Row row) {
        String state = row.up() ? "up" : "down";
        out.append(row.name())
                .append(" is ")
                .append(state)
                .append(", line protocol is ")
                .append(state)
                .append("\n  Hardware is ")
                .append(hardware(row))
                .append('\n');
        InterfaceCommand.Description description =
                row.settings().find(InterfaceCommand.Description.class);
        if (description != null) {
            out.append("  Description: ").append(description.text()).append('\n');
        }
        address(out, view, row);
        out.append("  MTU ").append(row.mtu()).append(" bytes\n");
        SessionSnapshot s = row.session();
        if (s != null) {
            tunnel(out, s, row);
            counters(out, s);
        } else if (row.template()) {
            out.append("  Tunnel protocol/transport ").append(mode(row)).append('\n');
        }
    }

    private static String hardware(Interfaces.Row row) {
        if (row.session() != null) {
            return "Virtual Access interface";
        }
        if (row.template()) {
            return "Virtual Template interface";
        }
        return row.name().startsWith("Loopback") ? "Loopback" : "Linux interface";
    }

    private static void address(StringBuilder out, GatewayView view, Interfaces.Row row) {
        IpPrefix prefix = Interfaces.address(view, row.settings());
        InterfaceCommand.IpUnnumbered lender =
                row.settings().find(InterfaceCommand.IpUnnumbered.class);
        if (prefix != null && lender != null) {
            out.append("  Interface is unnumbered. Using address of ")
                    .append(lender.interfaceName())
                    .append(" (")
                    .append(Addresses.text(prefix.address()))
                    .append(")\n");
        } else if (prefix != null) {
            out.append("  Internet address is ").append(prefix).append('\n');
        }
    }

    private static void tunnel(StringBuilder out, SessionSnapshot s, Interfaces.Row row) {
        out.append("  Tunnel source ")
                .append(Addresses.text(s.sa().local().address()))
                .append(", destination ")
                .append(Addresses.text(s.sa().remote().address()))
                .append("\n  Tunnel protocol/transport ")
                .append(mode(row))
                .append("\n  Tunnel transport MTU ")
                .append(row.mtu())
                .append(" bytes\n");
        InterfaceCommand.TunnelProtection p =
                row.settings().find(InterfaceCommand.TunnelProtection.class);
        if (p != null) {
            out.append("  Tunnel protection via IPSec (profile \"")
                    .append(p.ipsecProfile())
                    .append("\")\n");
        }
    }

    private static String mode(Interfaces.Row row) {
        InterfaceCommand.TunnelMode mode = row.settings().find(InterfaceCommand.TunnelMode.class);
        return switch (mode == null ? InterfaceCommand.Mode.IPSEC_IPV4 : mode.mode()) {
            case IPSEC_IPV4 -> "IPSEC/IP";
            case IPSEC_IPV6 -> "IPSEC/IPv6";
            case IPSEC_DUAL_OVERLAY -> "IPSEC DUAL-OVERLAY/IP";
            case GRE_IP -> "GRE/IP";
            case GRE_IPV6 -> "GRE/IPv6";
        };
    }

    private static void counters(StringBuilder out, SessionSnapshot s) {
        SessionCounters n = s.counters();
        out.append(
                "     %d packets input, %d bytes, %d drops\n"
                        .formatted(
                                n.inPackets(), n.inOctets(), ShowCryptoSession.drops(n.inDrops())));
        out.append(
                "     %d packets output, %d bytes, %d drops\n"
                        .formatted(
                                n.outPackets(),
                                n.outOctets(),
                                ShowCryptoSession.drops(n.outDrops())));
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> out = new ArrayList<>();
        for (Interfaces.Row row : rows(view, m)) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("name", row.name());
            map.put("up", row.up());
            map.put("mtu", row.mtu());
            IpPrefix prefix = Interfaces.address(view, row.settings());
            map.put("address", prefix == null ? null : prefix.toString());
            SessionSnapshot s = row.session();
            if (s != null) {
                map.put("sessionId", s.sessionId());
                map.put("inPackets", s.counters().inPackets());
                map.put("inOctets", s.counters().inOctets());
                map.put("outPackets", s.counters().outPackets());
                map.put("outOctets", s.counters().outOctets());
            }
            out.add(map);
        }
        return out;
    }
}
