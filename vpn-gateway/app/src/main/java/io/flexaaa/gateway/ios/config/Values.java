package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;

/** Small readers shared by parameter types and actions. */
final class Values {
    private Values() {}

    /** {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
    static @Nullable IpPrefix prefix(String text) {
        int slash = text.indexOf('/');
        String digits = slash < 0 ? "" : text.substring(slash + 1);
        if (digits.isEmpty()
                || digits.length() > 3
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        String host = text.substring(0, slash);
        InetAddress address = host.indexOf(':') < 0 ? Addresses.ipv4(host) : Addresses.ipv6(host);
        int length = Integer.parseInt(digits);
        return address == null || length > address.getAddress().length * 8
                ? null
                : new IpPrefix(address, length);
    }
}
