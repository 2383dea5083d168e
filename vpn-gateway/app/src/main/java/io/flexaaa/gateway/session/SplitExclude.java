package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.ios.config.IpPrefix;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** The value of {@code ipsec:split-exclude}: {@code ipv4 10.0.0.0/8} or with a mask. */
final class SplitExclude {
    private SplitExclude() {}

    /** Null when it is neither; the catalogue has said so before. */
    static @Nullable IpPrefix prefix(String value) {
        String[] words = value.strip().split("\\s+", -1);
        int slash = words.length == 2 ? words[1].indexOf('/') : -1;
        if (slash < 0 || !words[0].equals("ipv4")) {
            return null;
        }
        InetAddress address = Addresses.ipv4(words[1].substring(0, slash));
        String after = words[1].substring(slash + 1);
        InetAddress mask = after.indexOf('.') < 0 ? null : Addresses.ipv4(after);
        int length =
                mask != null
                        ? Addresses.prefixLength(mask)
                        : after.matches("\\d{1,2}") ? Integer.parseInt(after) : -1;
        return address == null || length < 0 || length > 32 ? null : new IpPrefix(address, length);
    }
}
