package io.flexaaa.gateway.ios.config;

import java.util.Locale;

/** {@code aaa ...} of the running configuration. */
final class AaaWriter {
    private AaaWriter() {}

    static void write(Writer w, AaaConfig aaa, RadiusConfig radius) {
        w.when(aaa.newModel(), "aaa new-model");
        RadiusWriter.groups(w, radius);
        methods(w, "aaa authentication login", aaa.loginLists());
        methods(w, "aaa authorization network", aaa.networkLists());
        accounting(w, aaa);
        attributeLists(w, aaa);
        dynamicAuthor(w, aaa);
        w.bang();
    }

    private static void methods(
            Writer w, String command, java.util.Map<String, AaaConfig.MethodList> lists) {
        for (AaaConfig.MethodList list : lists.values()) {
            StringBuilder line = new StringBuilder(command + " " + list.name());
            for (AaaConfig.Method method : list.methods()) {
                line.append(' ')
                        .append(
                                switch (method) {
                                    case AaaConfig.Method.Group(String name) -> "group " + name;
                                    case AaaConfig.Method.Local() -> "local";
                                    case AaaConfig.Method.None() -> "none";
                                    case AaaConfig.Method.IfAuthenticated() -> "if-authenticated";
                                });
            }
            w.line(line.toString());
        }
    }

    private static void accounting(Writer w, AaaConfig aaa) {
        for (AaaConfig.AccountingList list : aaa.networkAccounting().values()) {
            w.line("aaa accounting network " + list.name());
            w.line(
                    " action-type "
                            + list.action().name().toLowerCase(Locale.ROOT).replace('_', '-')
                            + (list.broadcast() ? " broadcast" : ""));
            for (String group : list.groups()) {
                w.line(" group " + group);
            }
            w.bang();
        }
        AaaConfig.AccountingUpdate update = aaa.accountingUpdate();
        if (update.newInfo() || update.periodicMinutes() > 0) {
            w.line(
                    "aaa accounting update"
                            + (update.newInfo() ? " newinfo" : "")
                            + (update.periodicMinutes() == 0
                                    ? ""
                                    : " periodic "
                                            + update.periodicMinutes()
                                            + " jitter maximum "
                                            + update.jitterMaximumSeconds()));
        }
    }

    private static void attributeLists(Writer w, AaaConfig aaa) {
        for (AaaConfig.AttributeList list : aaa.attributeLists().values()) {
            w.line("aaa attribute list " + list.name());
            for (AaaConfig.AttributeType a : list.attributes()) {
                w.line(
                        " attribute type "
                                + a.type()
                                + " "
                                + Writer.quoted(a.value())
                                + (a.mandatory() ? " mandatory" : "")
                                + (a.tag() == 0 ? "" : " tag " + a.tag()));
            }
            w.bang();
        }
    }

    private static void dynamicAuthor(Writer w, AaaConfig aaa) {
        AaaConfig.DynamicAuthor author = aaa.dynamicAuthor();
        if (author == null) {
            return;
        }
        w.line("aaa server radius dynamic-author");
        for (AaaConfig.DynamicAuthorClient client : author.clients().values()) {
            ConfigKey key = client.serverKey();
            w.line(" client " + client.host() + (key == null ? "" : " server-key " + w.key(key)));
        }
        if (author.serverKey() != null) {
            w.line(" server-key " + w.key(author.serverKey()));
        }
        if (!author.ports().equals(AaaConfig.DynamicAuthor.DEFAULT_PORTS)) {
            w.line(" port " + author.ports().getFirst());
        }
        switch (author.authType()) {
            case ALL -> {}
            case ANY -> w.line(" auth-type any");
            case SESSION_KEY -> w.line(" auth-type session-key");
        }
        w.when(author.ignoreSessionKey(), " ignore session-key");
        w.when(author.ignoreServerKey(), " ignore server-key");
        w.bang();
    }
}
