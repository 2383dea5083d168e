package io.flexaaa.server.access.eap;

import java.util.List;
import java.util.Locale;

/** Names with a realm behind the last {@code @} (RFC 7542). */
final class Realms {
    private final List<String> served;

    /**
     * @param served in lower case; empty for any
     */
    Realms(List<String> served) {
        this.served = served;
    }

    static String realm(String name) {
        int at = name.lastIndexOf('@');
        return at < 0 ? "" : name.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** A name without realm is ours; with one, if that realm is. */
    boolean serves(String name) {
        String realm = realm(name);
        return realm.isEmpty() || served.isEmpty() || served.contains(realm);
    }

    /** The names an account may be kept under: as given, and without a realm that is ours. */
    List<String> candidates(String name) {
        String realm = realm(name);
        return !realm.isEmpty() && served.contains(realm)
                ? List.of(name, name.substring(0, name.lastIndexOf('@')))
                : List.of(name);
    }
}
