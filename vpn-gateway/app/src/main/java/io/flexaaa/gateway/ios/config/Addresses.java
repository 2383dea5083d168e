package io.flexaaa.gateway.ios.config;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Address literals, strictly: nothing here ever asks a name server. */
public final class Addresses {
    private Addresses() {}

    /** Dotted quad or RFC 5952 text. */
    public static String text(InetAddress address) {
        return address instanceof Inet6Address ? ipv6Text(address.getAddress()) : quad(address);
    }

    private static String quad(InetAddress address) {
        byte[] b = address.getAddress();
        return (b[0] & 255) + "." + (b[1] & 255) + "." + (b[2] & 255) + "." + (b[3] & 255);
    }

    private static String ipv6Text(byte[] b) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (b[2 * i] & 255) << 8 | b[2 * i + 1] & 255;
        }
        // RFC 5952 §4.2.2, §4.2.3: "::" replaces the longest run of zeros, the first when equal,
        // and never a single group.
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                start = i;
                longest = run;
            }
            i += Math.max(0, run - 1);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                out.append("::");
                i += longest - 1;
            } else {
                if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
                    out.append(':');
                }
                out.append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }

    /** Four decimal octets, nothing shorter; null when it is not one. */
    public static @Nullable InetAddress ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] octets = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (parts[i].isEmpty()
                    || parts[i].length() > 3
                    || !parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            int value = Integer.parseInt(parts[i]);
            if (value > 255) {
                return null;
            }
            octets[i] = (byte) value;
        }
        return of(octets);
    }

    /** RFC 4291 §2.2 text without a zone; null when it is not one. */
    public static @Nullable InetAddress ipv6(String text) {
        if (text.indexOf(':') < 0 || !text.chars().allMatch(Addresses::ipv6Character)) {
            return null;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address instanceof Inet6Address ? address : of6(address);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static boolean ipv6Character(int c) {
        return c == ':' || c == '.' || Character.digit(c, 16) >= 0 && c < 128;
    }

    /** The JDK turns ::ffff:a.b.c.d into IPv4; we take it as not an IPv6 address. */
    private static @Nullable InetAddress of6(InetAddress mapped) {
        return mapped instanceof Inet6Address ? mapped : null;
    }

    static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(octets.length + " octets", impossible);
        }
    }

    /** 24 for 255.255.255.0; -1 when the ones are not contiguous from the left. */
    public static int prefixLength(InetAddress mask) {
        int m = 0;
        for (byte b : mask.getAddress()) {
            m = m << 8 | b & 255;
        }
        int length = Integer.numberOfLeadingZeros(~m);
        return length == 32 || m << length == 0 ? length : -1;
    }
}
