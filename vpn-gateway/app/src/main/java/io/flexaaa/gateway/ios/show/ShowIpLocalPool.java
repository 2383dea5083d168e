package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.pool.AddressPools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code show ip local pool [NAME]}; IPv6 pools are listed below the others. */
final class ShowIpLocalPool implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        List<AddressPools.Usage> rows = rows(view, m);
        if (rows.isEmpty() && m.given("pool")) {
            return "% pool " + m.text("pool") + " is not configured. Try: show ip local pool\n";
        }
        StringBuilder out =
                new StringBuilder(
                        " Pool                     Begin           End             Free  In use"
                                + "   Blocked\n");
        for (AddressPools.Usage u : rows) {
            out.append(
                    " %-24s %-15s %-15s %5d %6d %8d\n"
                            .formatted(u.name(), u.first(), u.last(), u.free(), u.inUse(), 0));
        }
        return out.toString();
    }

    private static List<AddressPools.Usage> rows(GatewayView view, Match m) {
        List<AddressPools.Usage> rows = new ArrayList<>(view.pools());
        if (m.given("pool")) {
            rows.removeIf(u -> !u.name().equals(m.text("pool")));
        }
        return rows;
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> out = new ArrayList<>();
        for (AddressPools.Usage u : rows(view, m)) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", u.name());
            row.put("ipv6", u.ipv6());
            row.put("first", u.first());
            row.put("last", u.last());
            row.put("free", u.free());
            row.put("inUse", u.inUse());
            out.add(row);
        }
        return out;
    }
}
