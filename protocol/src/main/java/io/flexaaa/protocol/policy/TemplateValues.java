package io.flexaaa.protocol.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What placeholders stand for: parts of the name, and the custom values. */
public final class TemplateValues {
    /** Keys that come from a peer's name and so cannot be custom values. */
    public static final Set<String> OF_PEER = Set.of("name", "fqdn", "hostname", "domain");

    /** Keys that come from a NAS's name. */
    public static final Set<String> OF_NAS = Set.of("name");

    private TemplateValues() {}

    /**
     * A name with a dot is an FQDN, its first label the hostname; {@code user@domain} has the user
     * as hostname. A bare name has neither fqdn nor domain.
     */
    public static Map<String, String> ofPeer(String name, Map<String, String> custom) {
        Map<String, String> values = new LinkedHashMap<>(custom);
        values.put("name", name);
        int at = name.lastIndexOf('@');
        int cut = at >= 0 ? at : name.indexOf('.');
        put(values, "hostname", cut < 0 ? name : name.substring(0, cut));
        if (cut >= 0) put(values, "domain", name.substring(cut + 1));
        if (at < 0 && cut > 0) put(values, "fqdn", name);
        return Map.copyOf(values);
    }

    public static Map<String, String> ofNas(String name, Map<String, String> custom) {
        Map<String, String> values = new LinkedHashMap<>(custom);
        values.put("name", name);
        return Map.copyOf(values);
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (!value.isEmpty()) values.put(key, value);
    }
}
