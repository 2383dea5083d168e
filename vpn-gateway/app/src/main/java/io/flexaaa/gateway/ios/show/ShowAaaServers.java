package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Match;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code show aaa servers}. */
final class ShowAaaServers implements ShowCommand {
    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out = new StringBuilder();
        int id = 1;
        for (GatewayView.AaaServerStatus s : view.aaaServers()) {
            long seconds = Math.max(0, (view.epochMs() - s.stateSinceMs()) / 1000);
            out.append(
                    "RADIUS: id %d, priority %d, host %s, auth-port %d, acct-port %d, hostname %s\n"
                            .formatted(id, id, s.host(), s.authPort(), s.acctPort(), s.name()));
            out.append(
                    "     State: current %s, duration %ds, previous duration 0s\n"
                            .formatted(s.up() ? "UP" : "DEAD", seconds));
            out.append("     Dead: total time 0s, count %d\n".formatted(s.deadCount()));
            requests(out, "Author", s.access());
            out.append(
                    "             Response: accept %d, reject %d, challenge 0\n"
                            .formatted(s.access().accepted(), s.access().rejected()));
            requests(out, "Account", s.accounting());
            out.append(
                    "             Response: start 0, interim 0, stop 0, success %d\n"
                            .formatted(s.accounting().accepted()));
            id++;
        }
        return out.isEmpty()
                ? "No RADIUS server is configured. Add: radius server NAME\n"
                : out + "";
    }

    private static void requests(StringBuilder out, String kind, GatewayView.Requests n) {
        out.append(
                "     %s: request %d, timeouts %d, failover 0, retransmission %d\n"
                        .formatted(kind, n.sent(), n.timeouts(), n.retransmitted()));
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> out = new ArrayList<>();
        for (GatewayView.AaaServerStatus s : view.aaaServers()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", s.name());
            row.put("host", s.host());
            row.put("authPort", s.authPort());
            row.put("acctPort", s.acctPort());
            row.put("up", s.up());
            row.put("deadCount", s.deadCount());
            row.put("access", map(s.access()));
            row.put("accounting", map(s.accounting()));
            out.add(row);
        }
        return out;
    }

    private static Map<String, Object> map(GatewayView.Requests n) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("sent", n.sent());
        row.put("retransmitted", n.retransmitted());
        row.put("timeouts", n.timeouts());
        row.put("accepted", n.accepted());
        row.put("rejected", n.rejected());
        return row;
    }
}
