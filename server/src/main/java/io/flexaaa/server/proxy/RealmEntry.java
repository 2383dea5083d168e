package io.flexaaa.server.proxy;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A realm as the request path needs it. */
record RealmEntry(
        Realm settings, Set<Integer> denied, Set<String> deniedAvPairs, List<HomeEntry> homes) {

    /** One home server with its secret. */
    record HomeEntry(long id, InetAddress address, int authPort, int acctPort, Secret secret) {
        InetSocketAddress auth() {
            return new InetSocketAddress(address, authPort);
        }

        InetSocketAddress acct() {
            return new InetSocketAddress(address, acctPort);
        }

        @Override
        public String toString() {
            return address.getHostAddress() + ":" + authPort;
        }
    }

    /** 0 for no match, else the more the better. */
    int match(@Nullable String realm, String nas) {
        if (!settings.enabled() || homes.isEmpty()) return 0;
        if (!settings.nas().isEmpty() && !settings.nas().contains(nas)) return 0;
        int narrower = settings.nas().isEmpty() ? 0 : 1;
        String pattern = settings.match();
        if (realm == null) return pattern.isEmpty() ? 2 + narrower : 0;
        if (pattern.isEmpty()) return 0;
        if (pattern.equals("*")) return 2 + narrower;
        if (pattern.startsWith("*.")) {
            boolean under =
                    realm.length() > pattern.length() - 1 && realm.endsWith(pattern.substring(1));
            return under ? 2 * pattern.length() + narrower : 0;
        }
        return realm.equals(pattern) ? 2_000 + narrower : 0;
    }

    /** RFC 7542 §2.2: what follows the last at sign; null when there is none. */
    static @Nullable String realmOf(String userName) {
        int at = userName.lastIndexOf('@');
        return at < 0 ? null : userName.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    String homeUserName(String userName) {
        int at = userName.lastIndexOf('@');
        return settings.strip() && at >= 0 ? userName.substring(0, at) : userName;
    }
}
