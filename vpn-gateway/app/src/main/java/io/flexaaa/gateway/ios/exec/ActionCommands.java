package io.flexaaa.gateway.ios.exec;

import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.gateway.ios.config.Row;
import io.flexaaa.gateway.ios.show.GatewayView;
import io.flexaaa.gateway.ios.show.GatewayView.TestAaaResult;
import io.flexaaa.gateway.session.SessionSnapshot;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** {@code clear} and {@code test}. */
final class ActionCommands {
    private ActionCommands() {}

    private static final String REMOTE = "remote {<remote:ip>|<remote:ip6>} [port <port:1-65535>]";

    static final List<Row<ExecShell.Run>> ROWS =
            List.of(
                    action(
                            "clear crypto session ["
                                    + REMOTE
                                    + "|local {<local:ip>|<local:ip6>}|interface <if:if>"
                                    + "|username <user:name>|session-id <id:1-4294967295>]",
                            "End sessions, telling the peers",
                            ActionCommands::clear),
                    action(
                            "clear crypto ikev2 sa ["
                                    + REMOTE
                                    + "|local {<local:ip>|<local:ip6>}|id <id:1-4294967295>]",
                            "Delete IKEv2 SAs",
                            ActionCommands::clear),
                    action(
                            "configure check <file:line>",
                            "Say what is wrong with a configuration file",
                            (run, m) -> configure(run, GatewayView.Configure.CHECK, m)),
                    action(
                            "configure diff <file:line>",
                            "Show what a configuration file would change",
                            (run, m) -> configure(run, GatewayView.Configure.DIFF, m)),
                    action(
                            "configure replace <file:line>",
                            "Put a configuration file in force; sessions it does not change go on",
                            (run, m) -> configure(run, GatewayView.Configure.REPLACE, m)),
                    action(
                            "test aaa group <group:name> <user:name> <password:text>"
                                    + " {new-code|legacy}",
                            "Ask a server group as a login would",
                            ActionCommands::testAaa));

    private static Row<ExecShell.Run> action(
            String pattern, String help, Row.Action<ExecShell.Run> action) {
        return Row.row(pattern, action).help(help);
    }

    private static void clear(ExecShell.Run run, Match m) {
        int cleared = run.view.clear(meant(m));
        run.answer = cleared == 1 ? "1 session cleared\n" : cleared + " sessions cleared\n";
    }

    private static Predicate<SessionSnapshot> meant(Match m) {
        InetAddress remote = m.given("remote") ? m.address("remote") : null;
        InetAddress local = m.given("local") ? m.address("local") : null;
        String access = m.given("if") ? m.interfaceName("if") : null;
        String id = m.get("id");
        String port = m.get("port");
        return s ->
                (remote == null || s.sa().remote().address().equals(remote))
                        && (port == null || s.sa().remote().port() == Integer.parseInt(port))
                        && (local == null || s.sa().local().address().equals(local))
                        && (access == null || access.equals("Virtual-Access" + s.accessNumber()))
                        && (!m.given("user") || Objects.equals(s.userName(), m.get("user")))
                        && (id == null || s.sessionId() == Long.parseLong(id));
    }

    private static void configure(ExecShell.Run run, GatewayView.Configure what, Match m) {
        run.answer = run.view.configure(what, m.text("file"));
    }

    private static void testAaa(ExecShell.Run run, Match m) {
        TestAaaResult result =
                run.view.testAaa(m.text("group"), m.text("user"), m.text("password"));
        run.answer =
                switch (result) {
                    case TestAaaResult.Accepted(String server, List<String> attributes) ->
                            "User successfully authenticated by "
                                    + server
                                    + "\n\nUSER ATTRIBUTES\n\n"
                                    + String.join("\n", attributes)
                                    + "\n";
                    case TestAaaResult.Rejected(String server, String message) ->
                            "User rejected by "
                                    + server
                                    + (message.isEmpty() ? "\n" : ": " + message + "\n");
                    case TestAaaResult.NoAnswer(String sentence) -> "% " + sentence + "\n";
                };
    }
}
