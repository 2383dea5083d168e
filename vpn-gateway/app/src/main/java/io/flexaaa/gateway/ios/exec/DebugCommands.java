package io.flexaaa.gateway.ios.exec;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.ios.config.Row;
import io.flexaaa.gateway.telemetry.Debug;

import java.util.ArrayList;
import java.util.List;

/** {@code debug}, {@code undebug}, {@code no debug} and {@code show debugging}. */
final class DebugCommands {
    private static final String CONDITION =
            "crypto condition {peer {ipv4 <a:ip>|ipv6 <a6:ip6>}|username <u:name>}";

    static final List<Row<ExecShell.Run>> ROWS = rows();

    private DebugCommands() {}

    private static List<Row<ExecShell.Run>> rows() {
        List<Row<ExecShell.Run>> rows = new ArrayList<>();
        for (Debug.Subject subject : Debug.Subject.values()) {
            rows.add(row("debug " + subject.ios(), (r, m) -> set(r, subject, true)));
            for (String off : List.of("undebug ", "no debug ")) {
                rows.add(row(off + subject.ios(), (r, m) -> set(r, subject, false)));
            }
        }
        rows.add(row("debug " + CONDITION, (r, m) -> condition(r, m, true)));
        for (String off : List.of("undebug ", "no debug ")) {
            rows.add(row(off + CONDITION, (r, m) -> condition(r, m, false)));
            rows.add(row(off + "all", (r, m) -> allOff(r)));
        }
        rows.add(row("show debugging", (r, m) -> r.answer = r.view.debug().text()));
        return rows;
    }

    private static Row<ExecShell.Run> row(String pattern, Row.Action<ExecShell.Run> action) {
        return Row.row(pattern, action);
    }

    private static void set(ExecShell.Run run, Debug.Subject subject, boolean on) {
        run.view.debug().set(subject, on);
        run.answer = subject.ios() + " debugging is " + (on ? "on\n" : "off\n");
    }

    private static void condition(ExecShell.Run run, Match m, boolean add) {
        run.view
                .debug()
                .condition(
                        m.given("a") ? m.address("a") : m.given("a6") ? m.address("a6") : null,
                        m.get("u"),
                        add);
        run.answer = run.view.debug().text();
    }

    private static void allOff(ExecShell.Run run) {
        run.view.debug().allOff();
        run.view.debug().noConditions();
        run.answer = "All possible debugging has been turned off\n";
    }
}
