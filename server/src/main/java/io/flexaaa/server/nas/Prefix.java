package io.flexaaa.server.nas;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Locale;

/** An IPv4 or IPv6 prefix; a bare address is /32 or /128. */
public record Prefix(InetAddress network, int length) {

    /** Null if the text is no address, has host bits set, or needs a name look-up. */
    public static @Nullable Prefix parse(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        int slash = value.indexOf('/');
        String host = slash < 0 ? value : value.substring(0, slash);
        // Only full literals: a name would be resolved, and 192.0.2 read as 192.0.0.2.
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                && !host.matches("[0-9a-f:.]*:[0-9a-f:.]*")) return null;
        try {
            InetAddress network = InetAddress.ofLiteral(host);
            byte[] octets = network.getAddress();
            int bits = octets.length * 8;
            int length = slash < 0 ? bits : Integer.parseInt(value.substring(slash + 1));
            if (length < 0 || length > bits) return null;
            for (int i = length; i < bits; i++) {
                if ((octets[i >> 3] & 0x80 >> (i & 7)) != 0) return null;
            }
            return new Prefix(network, length);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As PostgreSQL's cidr prints it. */
    public String text() {
        return network.getHostAddress() + "/" + length;
    }

    public boolean contains(InetAddress address) {
        byte[] a = network.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) return false;
        for (int i = 0; i < length; i++) {
            int mask = 0x80 >> (i & 7);
            if (((a[i >> 3] ^ b[i >> 3]) & mask) != 0) return false;
        }
        return true;
    }
}
