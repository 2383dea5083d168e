package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.InterfaceCommand;
import io.flexaaa.gateway.ios.config.Match;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code show ip interface brief}. */
final class ShowIpInterfaceBrief implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out =
                new StringBuilder(
                        "Interface              IP-Address      OK? Method Status"
                                + "                Protocol\n");
        for (Interfaces.Row row : Interfaces.all(view)) {
            boolean shut = row.settings().find(InterfaceCommand.Shutdown.class) != null;
            out.append(
                    "%-22s %-15s YES %-6s %-21s %s\n"
                            .formatted(
                                    row.name(),
                                    address(view, row),
                                    method(row),
                                    shut ? "administratively down" : row.up() ? "up" : "down",
                                    row.up() ? "up" : "down"));
        }
        return out.toString();
    }

    private static String address(GatewayView view, Interfaces.Row row) {
        return Interfaces.addressText(Interfaces.address(view, row.settings()));
    }

    /** IOS says unset for an address that an interface borrows. */
    private static String method(Interfaces.Row row) {
        return row.settings().find(InterfaceCommand.IpAddress.class) == null ? "unset" : "manual";
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> out = new ArrayList<>();
        for (Interfaces.Row row : Interfaces.all(view)) {
            out.add(Map.of("name", row.name(), "address", address(view, row), "up", row.up()));
        }
        return out;
    }
}
