package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.IpPrefix;
import io.flexaaa.gateway.ios.config.Match;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code show ip interface NAME}: which access lists a session has, above all. */
final class ShowIpInterface implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        String name = m.interfaceName("if");
        Interfaces.Row row = Interfaces.find(view, name);
        if (row == null) {
            return ShowDerivedConfig.missing(name);
        }
        String state = row.up() ? "up" : "down";
        IpPrefix prefix = Interfaces.address(view, row.settings());
        InterfaceCommand.IpUnnumbered lender =
                row.settings().find(InterfaceCommand.IpUnnumbered.class);
        StringBuilder out = new StringBuilder(name + " is " + state);
        out.append(", line protocol is ").append(state).append('\n');
        if (prefix == null) {
            out.append("  Internet protocol processing disabled\n");
        } else if (lender != null) {
            out.append("  Interface is unnumbered. Using address of ")
                    .append(lender.interfaceName())
                    .append(" (")
                    .append(Interfaces.addressText(prefix))
                    .append(")\n");
        } else {
            out.append("  Internet address is ").append(prefix).append('\n');
        }
        out.append("  MTU is ").append(row.mtu()).append(" bytes\n");
        out.append("  Outgoing access list is ").append(list(row, "out")).append('\n');
        out.append("  Inbound  access list is ").append(list(row, "in")).append('\n');
        return out.toString();
    }

    private static String list(Interfaces.Row row, String way) {
        for (InterfaceCommand.IpAccessGroup g :
                row.settings().all(InterfaceCommand.IpAccessGroup.class)) {
            if (g.key().equals(way)) {
                return g.acl();
            }
        }
        return "not set";
    }

    @Override
    public Object json(GatewayView view, Match m) {
        Interfaces.Row row = Interfaces.find(view, m.interfaceName("if"));
        if (row == null) {
            return List.of();
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", row.name());
        map.put("up", row.up());
        map.put("mtu", row.mtu());
        map.put("inboundAccessList", list(row, "in"));
        map.put("outgoingAccessList", list(row, "out"));
        return map;
    }
}
