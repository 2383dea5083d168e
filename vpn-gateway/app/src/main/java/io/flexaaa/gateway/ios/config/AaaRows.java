package io.flexaaa.gateway.ios.config;

import static io.flexaaa.gateway.ios.config.Row.inert;
import static io.flexaaa.gateway.ios.config.Row.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code aaa ...}. */
final class AaaRows {
    private AaaRows() {}

    private static final String METHODS = "{group@m <m:name>|local@m|none@m|if-authenticated@m}+";
    private static final String ACTION = "{start-stop@action|stop-only@action|none@action}";

    static final Mode<AaaDrafts.Accounting> ACCOUNTING =
            Mode.of(
                    "aaa accounting network",
                    List.of(
                            row(
                                    "action-type " + ACTION + " [broadcast]",
                                    AaaRows::accountingAction),
                            row(
                                    "broadcast",
                                    (a, _) -> a.broadcast = true,
                                    (a, _) -> a.broadcast = false),
                            row("{group <group:name>}+", AaaRows::accountingGroups)));

    static final Mode<List<AaaConfig.AttributeType>> ATTRIBUTES =
            Mode.of(
                    "aaa attribute list",
                    List.of(
                            row(
                                    "attribute type <type:name> <value:text>"
                                            + " [service <s:name>] [protocol <p:name>]"
                                            + " [mandatory] [tag <tag:1-31>]",
                                    (l, m) -> l.add(attribute(m)),
                                    (l, m) -> l.remove(attribute(m)))));

    static final Mode<AaaDrafts.DynamicAuthor> DYNAMIC_AUTHOR =
            Mode.of(
                    "aaa server radius dynamic-author",
                    List.of(
                            row(
                                    "client <host:name> [vrf <vrf:name>]"
                                            + " [server-key [{0@enc|6@enc|7@enc}]"
                                            + " <key:line>]",
                                    (d, m) -> client(d, m),
                                    (d, m) -> d.clients.remove(m.text("host"))),
                            row(
                                    "server-key [{0@enc|6@enc|7@enc}] <key:line>",
                                    (d, m) -> d.serverKey = Keys.read(m),
                                    (d, _) -> d.serverKey = null),
                            row(
                                    "port <port:1-65535>",
                                    (d, m) -> d.ports = List.of(m.number("port")),
                                    (d, _) -> d.ports = AaaConfig.DynamicAuthor.DEFAULT_PORTS),
                            row(
                                    "auth-type {all@t|any@t|session-key@t}",
                                    (d, m) -> d.authType = authType(m),
                                    (d, _) -> d.authType = AaaConfig.AuthType.ALL),
                            row(
                                    "ignore session-key",
                                    (d, _) -> d.ignoreSessionKey = true,
                                    (d, _) -> d.ignoreSessionKey = false),
                            row(
                                    "ignore server-key",
                                    (d, _) -> d.ignoreServerKey = true,
                                    (d, _) -> d.ignoreServerKey = false),
                            inert("ignore retransmission", "CoA retransmissions are answered"),
                            inert("domain <rest:line>", "domain stripping for CoA"),
                            inert("tls <rest:line>", "CoA over TLS"),
                            inert("dtls <rest:line>", "CoA over DTLS")));

    static final List<Row<ConfigDraft>> GLOBAL =
            List.of(
                    row("aaa new-model", (d, _) -> d.newModel = true, (d, _) -> d.newModel = false),
                    row("aaa session-id common", (_, _) -> {}, (_, _) -> {}),
                    inert("aaa session-id unique", "one id serves all of a session"),
                    row(
                            "aaa authentication login <list:name> " + METHODS,
                            (d, m) -> d.loginLists.put(m.text("list"), methodList(m)),
                            (d, m) -> d.loginLists.remove(m.text("list"))),
                    row(
                            "aaa authorization network <list:name> " + METHODS,
                            (d, m) -> d.networkLists.put(m.text("list"), methodList(m)),
                            (d, m) -> d.networkLists.remove(m.text("list"))),
                    row(
                            "aaa accounting network <list:name> [[action-type] "
                                    + ACTION
                                    + " [broadcast] [{group <group:name>}+]]",
                            AaaRows::accounting,
                            (d, m) -> d.accounting.remove(m.text("list"))),
                    row(
                            "aaa accounting update [newinfo] [periodic <min:1-71582>"
                                    + " [jitter maximum <jitter:0-2147483>]]",
                            AaaRows::accountingUpdate,
                            (d, _) -> d.accountingUpdate = AaaConfig.AccountingUpdate.OFF),
                    row(
                            "aaa attribute list <list:name>",
                            AaaRows::attributeList,
                            (d, m) -> d.attributeLists.remove(m.text("list"))),
                    row(
                            "aaa server radius dynamic-author",
                            AaaRows::dynamicAuthor,
                            (d, _) -> d.dynamicAuthor = null),
                    inert(
                            "aaa authentication {enable|ppp|dot1x|arap|sgbp|eou} <rest:line>",
                            "device access"),
                    inert(
                            "aaa authorization {exec|commands|console|config-commands|"
                                    + "reverse-access|configuration} [<rest:line>]",
                            "device access"),
                    inert(
                            "aaa accounting {exec|commands|connection|system|auth-proxy|"
                                    + "delay-start|include|nested|send|identity|redundancy|"
                                    + "session-duration|jitter|resource|gigawords}"
                                    + " [<rest:line>]",
                            "device access"),
                    inert(
                            "aaa {nas|memory|max-sessions|local|user|common-criteria|cache|"
                                    + "dnis|password|pod|policy|traceback|route} [<rest:line>]",
                            "device access"));

    private static AaaConfig.MethodList methodList(Match m) {
        List<AaaConfig.Method> methods = new ArrayList<>();
        List<String> words = m.all("m");
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "group" -> {
                    String group = words.get(++i);
                    methods.add(new AaaConfig.Method.Group(group));
                    m.refersTo(RefKind.SERVER_GROUP, "m", group);
                }
                case "local" -> methods.add(new AaaConfig.Method.Local());
                case "none" -> methods.add(new AaaConfig.Method.None());
                default -> methods.add(new AaaConfig.Method.IfAuthenticated());
            }
        }
        return new AaaConfig.MethodList(m.text("list"), methods);
    }

    private static void accounting(ConfigDraft d, Match m) {
        AaaDrafts.Accounting a =
                d.accounting.computeIfAbsent(m.text("list"), AaaDrafts.Accounting::new);
        if (m.given("action")) {
            a.groups.clear();
            a.broadcast = m.has("broadcast");
            accountingAction(a, m);
            accountingGroups(a, m);
        }
        m.enter(ACCOUNTING, a);
    }

    private static void accountingAction(AaaDrafts.Accounting a, Match m) {
        a.action =
                AaaConfig.AccountingAction.valueOf(
                        m.text("action").toUpperCase(Locale.ROOT).replace('-', '_'));
        a.broadcast |= m.has("broadcast");
    }

    private static void accountingGroups(AaaDrafts.Accounting a, Match m) {
        for (String group : m.all("group")) {
            a.groups.add(group);
            m.refersTo(RefKind.SERVER_GROUP, "group", group);
        }
    }

    private static void accountingUpdate(ConfigDraft d, Match m) {
        d.accountingUpdate =
                new AaaConfig.AccountingUpdate(
                        m.has("newinfo"), m.number("min", 0), m.number("jitter", 300));
    }

    private static void attributeList(ConfigDraft d, Match m) {
        m.enter(
                ATTRIBUTES,
                d.attributeLists.computeIfAbsent(m.text("list"), _ -> new ArrayList<>()));
    }

    private static AaaConfig.AttributeType attribute(Match m) {
        if (m.text("type").equalsIgnoreCase("interface-config")) {
            interfaceConfig(m);
        }
        return new AaaConfig.AttributeType(
                m.text("type"), m.text("value"), m.has("mandatory"), m.number("tag", 0));
    }

    /** Read now what a session will enter, so that nobody learns of it by a refused peer. */
    private static void interfaceConfig(Match m) {
        InterfaceConfigParser.Reading reading = InterfaceConfigParser.read(m.text("value"));
        if (reading.result() instanceof InterfaceConfigParser.Result.Problem(ConfigProblem wrong)) {
            m.complain("value", "interface-config: " + wrong.message(), wrong.cure());
        }
        reading.notes().forEach(m::ignored);
    }

    private static void dynamicAuthor(ConfigDraft d, Match m) {
        AaaDrafts.DynamicAuthor author =
                d.dynamicAuthor == null ? new AaaDrafts.DynamicAuthor() : d.dynamicAuthor;
        d.dynamicAuthor = author;
        m.enter(DYNAMIC_AUTHOR, author);
    }

    private static void client(AaaDrafts.DynamicAuthor d, Match m) {
        ConfigKey key = m.given("key") ? Keys.read(m) : null;
        d.clients.put(m.text("host"), new AaaConfig.DynamicAuthorClient(m.text("host"), key));
        if (m.given("vrf")) {
            m.notInEffect("vrf " + m.text("vrf"));
        }
    }

    private static AaaConfig.AuthType authType(Match m) {
        return AaaConfig.AuthType.valueOf(m.text("t").toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
