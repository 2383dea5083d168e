package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What FreeRADIUS keeps of one name, as the object it is here. A profile with a Tunnel-Password is
 * a peer's PSK look-up; the password "cisco" is what a hub sends for look-ups, so without a PSK it
 * is a group; any other password is a person's.
 */
final class RadiusProfile {
    private static final String HUB_PASSWORD = "cisco";
    // Set by the server itself in each answer, or of no use without FreeRADIUS.
    private static final Set<String> IMPLIED =
            Set.of(
                    "service-type",
                    "tunnel-type",
                    "tunnel-medium-type",
                    "fall-through",
                    "framed-protocol");
    private final String name;
    private final int line;
    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<String> avPairs = new ArrayList<>();
    private final ObjectNode value;
    private @Nullable String password;
    private @Nullable String symmetric;
    private @Nullable String local;
    private @Nullable String remote;

    RadiusProfile(String name, int line, ObjectNode empty) {
        this.name = name;
        this.line = line;
        this.value = empty;
    }

    void problem(String field, String shown, String message, String cure) {
        problems.add(new FieldProblem(field, shown, message, cure));
    }

    void check(String attribute, String operator, String text) {
        switch (attribute.toLowerCase(Locale.ROOT)) {
            case "cleartext-password", "user-password", "password" -> password = text;
            case "auth-type" -> {
                if (text.equalsIgnoreCase("Reject")) value.put("enabled", false);
                else
                    problem(
                            attribute,
                            text,
                            "is not taken over",
                            "methods follow from the password and the listener here");
            }
            default ->
                    problem(
                            attribute,
                            operator + " ...",
                            "is a check this import does not know",
                            "take it out, or write a conditional set after the import");
        }
    }

    void reply(String attribute, String operator, String text) {
        if (!Set.of("=", ":=", "+=").contains(operator)) {
            problem(attribute, operator, "is an operator without meaning here", "use = or +=");
            return;
        }
        String key = attribute.toLowerCase(Locale.ROOT);
        int tag = key.indexOf(':');
        if (tag > 0) key = key.substring(0, tag);
        switch (key) {
            case "tunnel-password" -> symmetric = text;
            case "cisco-avpair" -> avPair(text);
            case "framed-ip-address" -> value.put("framedIp", text);
            case "framed-ip-netmask" -> value.put("framedNetmask", text);
            case "framed-pool" -> value.put("framedPool", text);
            case "acct-interim-interval" -> number("acctInterimSeconds", text);
            case "class", "reply-message", "session-timeout", "idle-timeout" ->
                    problem(
                            attribute,
                            text,
                            "has no place in a peer yet",
                            "take it out of the file to import the rest");
            default -> {
                if (!IMPLIED.contains(key))
                    problem(
                            attribute,
                            text,
                            "is an attribute this import does not know",
                            "take it out, or write it as a Cisco-AVPair");
            }
        }
    }

    private void avPair(String text) {
        if (text.startsWith("ipsec:ikev2-password-local=")) local = text.substring(27);
        else if (text.startsWith("ipsec:ikev2-password-remote=")) remote = text.substring(28);
        else avPairs.add(text);
    }

    private void number(String field, String text) {
        try {
            value.put(field, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            problem(field, text, "is not a number", "seconds");
        }
    }

    Item item() {
        if (name.equals("DEFAULT"))
            problem(
                    "name",
                    name,
                    "DEFAULT entries are not imported",
                    "what holds for many is a group here; make one and name it in its peers");
        ArrayNode pairs = value.putArray("avPairs");
        avPairs.forEach(pairs::add);
        boolean keys = symmetric != null || local != null || remote != null;
        boolean person = password != null && !password.equals(HUB_PASSWORD) && !keys;
        boolean group = !keys && !person && !value.has("framedIp") && !value.has("enabled");
        if (keys) {
            ObjectNode psk = value.putObject("psk");
            psk.put("kind", symmetric != null ? "symmetric" : "asymmetric");
            if (symmetric != null) psk.put("symmetric", symmetric);
            if (local != null) psk.put("local", local);
            if (remote != null) psk.put("remote", remote);
        }
        if (person) value.putObject("password").put("storage", "reversible").put("value", password);
        String kind = person ? "user" : group ? "group" : "peer";
        return new Item(line, kind, name, value, problems);
    }
}
