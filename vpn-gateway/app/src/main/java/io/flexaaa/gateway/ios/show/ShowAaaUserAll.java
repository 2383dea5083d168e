package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.session.SessionSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code show aaa user all}: what AAA knows of each session, above all the identifiers that a
 * Disconnect or CoA request names it by. A router prints memory addresses in the attribute lines;
 * here the place holds the number of the line.
 */
final class ShowAaaUserAll implements ShowCommand {
    private static final String RULE = "-".repeat(50) + "\n";

    /** Names and numbers as a router lists them. */
    private record Line(String name, int number, @Nullable Object value) {}

    @Override
    public String text(GatewayView view, Match m) {
        StringBuilder out = new StringBuilder();
        for (SessionSnapshot s : view.sessions()) {
            if (s.userName() == null) {
                continue;
            }
            out.append(RULE)
                    .append("Unique id %d is currently in use.\n".formatted(s.sessionId()))
                    .append("NET: Username=%s\n".formatted(s.userName()))
                    .append(
                            "      Session Id=%s Unique Id=%08X\n"
                                    .formatted(s.acctSessionId(), s.sessionId()))
                    .append("      Start Sent=%d Stop Only=N\n".formatted(s.up() ? 1 : 0))
                    .append("      stop_has_been_sent=N\n")
                    .append("      Method List=0\n")
                    .append("      Attribute list:\n");
            int i = 0;
            for (Line line : lines(s)) {
                if (line.value() != null) {
                    String text = line.value().toString();
                    out.append(
                            "        %08X 0 00000001 %s(%d) %d %s\n"
                                    .formatted(
                                            ++i, line.name(), line.number(), text.length(), text));
                }
            }
        }
        return out.isEmpty() ? "No users.\n" : out.append(RULE).toString();
    }

    private static List<Line> lines(SessionSnapshot s) {
        SessionCounters n = s.counters();
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("username", 450, s.userName()));
        lines.add(new Line("session-id", 409, s.acctSessionId()));
        lines.add(new Line("audit-session-id", 819, s.auditSessionId()));
        lines.add(
                new Line("addr", 8, s.ipv4() == null ? null : Addresses.text(s.ipv4().address())));
        lines.add(
                new Line(
                        "addrv6",
                        168,
                        s.ipv6() == null ? null : Addresses.text(s.ipv6().address())));
        lines.add(new Line("calling-station-id", 31, Addresses.text(s.sa().remote().address())));
        lines.add(new Line("elapsed_time", 46, s.up() ? (s.nowMs() - s.upMs()) / 1_000 : 0));
        lines.add(new Line("bytes_in", 42, n.inOctets()));
        lines.add(new Line("bytes_out", 43, n.outOctets()));
        lines.add(new Line("paks_in", 47, n.inPackets()));
        lines.add(new Line("paks_out", 48, n.outPackets()));
        return lines;
    }

    @Override
    public Object json(GatewayView view, Match m) {
        List<Object> users = new ArrayList<>();
        for (SessionSnapshot s : view.sessions()) {
            if (s.userName() != null) {
                Map<String, Object> user = new LinkedHashMap<>();
                user.put("uniqueId", s.sessionId());
                lines(s).forEach(line -> user.put(line.name(), line.value()));
                users.add(user);
            }
        }
        return users;
    }
}
