package io.flexaaa.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Per-interface switches that have no netlink message: files under {@code /proc/sys/net}. In a
 * container these are read-only; what new links begin with is then said from outside ({@code
 * net.ipv4.conf.default.rp_filter} and the like), and it stands: each of these settings saves work
 * or noise, no session depends on one.
 */
public final class InterfaceSettings {
    private static final Path ROOT = Path.of("/proc/sys/net");

    private InterfaceSettings() {}

    /** Reverse path filter: with per-session /32 routes a strict one would only cost. */
    public static void reversePathFilter(String link, int mode) throws IOException {
        write(ROOT.resolve("ipv4/conf").resolve(link).resolve("rp_filter"), mode);
    }

    /** No duplicate address detection: there is no neighbour on a tunnel. */
    public static void withoutDuplicateAddressDetection(String link) throws IOException {
        Path file = ROOT.resolve("ipv6/conf").resolve(link).resolve("accept_dad");
        if (Files.exists(file)) {
            write(file, 0);
        }
    }

    /** No link-local address by itself, and so no router solicitation into the tunnel. */
    public static void withoutLinkLocalAddress(String link) throws IOException {
        Path file = ROOT.resolve("ipv6/conf").resolve(link).resolve("addr_gen_mode");
        if (Files.exists(file)) {
            write(file, 1);
        }
    }

    /** {@code ip_forward} of the host; read only, for a warning. */
    public static boolean forwarding(boolean ipv4) throws IOException {
        Path file = ROOT.resolve(ipv4 ? "ipv4/ip_forward" : "ipv6/conf/all/forwarding");
        return Files.exists(file) && !Files.readString(file).trim().equals("0");
    }

    private static void write(Path file, int value) throws IOException {
        if (Files.exists(file) && !Files.isWritable(file)) {
            return;
        }
        try {
            Files.writeString(file, Integer.toString(value));
        } catch (IOException e) {
            throw new IOException("write " + value + " to " + file + ": " + e.getMessage(), e);
        }
    }
}
