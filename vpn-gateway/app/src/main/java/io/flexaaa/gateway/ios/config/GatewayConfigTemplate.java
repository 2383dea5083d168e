package io.flexaaa.gateway.ios.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commented configuration of a first run, from the values that the server wrote down. The text
 * itself is the resource {@code first-run.ios}.
 */
public final class GatewayConfigTemplate {
    private static final String RESOURCE = "first-run.ios";
    private static final Pattern PLACE = Pattern.compile("\\$\\{([a-z0-9.-]+)}");

    /** Empty when the server takes the usual word. */
    private static final String PASSWORD_CLAUSE = "authorization.password";

    /** What the server need not say. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "hostname", "flexaaa-hub",
                    "radius.auth-port", "1812",
                    "radius.acct-port", "1813",
                    "radius.authorization-password", "cisco",
                    "hub.address", "10.255.0.1",
                    "hub.address6", "2001:db8:255::ffff",
                    "pool.first", "10.255.2.1",
                    "pool.last", "10.255.2.254",
                    "pool6", "2001:db8:255:2::/64");

    private GatewayConfigTemplate() {}

    /**
     * @param values needed: {@code radius.address}, {@code radius.secret}, {@code identity.domain};
     *     {@link #DEFAULTS} has the rest
     * @throws IllegalArgumentException when a value is missing or does not make a configuration
     */
    public static String write(Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(values);
        String address = need(all, "radius.address");
        String domain = need(all, "identity.domain");
        all.put("radius.family", family(address));
        all.putIfAbsent("dynauth.client", address);
        all.putIfAbsent("hub.identity", "hub." + domain);
        String password = need(all, "radius.authorization-password");
        all.put(PASSWORD_CLAUSE, password.equals("cisco") ? "" : " password 0 " + password);
        // A secret that starts with a digit and a blank would read as a key type.
        all.put("radius.secret", "0 " + need(all, "radius.secret"));
        String text = fill(all);
        Parsed parsed = ConfigParser.parse(text, RESOURCE);
        List<ConfigProblem> wrong = new ArrayList<>(parsed.problems());
        wrong.addAll(parsed.unresolved());
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    "the values do not make a configuration: " + wrong.getFirst().pretty());
        }
        return text;
    }

    private static String family(String host) {
        if (Addresses.ipv6(host) != null) {
            return "ipv6";
        }
        return Addresses.ipv4(host) != null ? "ipv4" : "fqdn";
    }

    private static String need(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("the value " + name + " is missing");
        }
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("the value " + name + " has more than one line");
        }
        return value;
    }

    private static String fill(Map<String, String> values) {
        Matcher m = PLACE.matcher(template());
        StringBuilder out = new StringBuilder();
        while (m.find()) {
            String name = Objects.requireNonNull(m.group(1));
            String value =
                    name.equals(PASSWORD_CLAUSE)
                            ? Objects.requireNonNullElse(values.get(name), "")
                            : need(values, name);
            m.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return m.appendTail(out).toString();
    }

    private static String template() {
        try (InputStream in = GatewayConfigTemplate.class.getResourceAsStream(RESOURCE)) {
            return new String(
                    Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
