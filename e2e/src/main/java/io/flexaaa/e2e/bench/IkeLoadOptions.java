package io.flexaaa.e2e.bench;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Command line of {@link IkeLoad}. */
record IkeLoadOptions(
        InetSocketAddress target,
        int natPort,
        @Nullable InetAddress source,
        int count,
        int warmup,
        int concurrency,
        int threads,
        int first,
        String psk,
        String idPrefix,
        String domain,
        String ike,
        String esp,
        After after,
        boolean addresses,
        @Nullable String serverPid,
        String label,
        boolean verbose) {

    /** What happens to the SAs once they are up. */
    enum After {
        /** Held until all are measured, then deleted. */
        HOLD,
        /** Deleted at once, so that few are up at a time. */
        CLOSE,
        /** Left behind at the hub. */
        LEAVE
    }

    static final String USAGE =
            """
            IkeLoad: many IKEv2 PSK initiators from one process.
              --target ADDRESS      the hub (required)
              --port N              its IKE port (500); --nat-port N (4500)
              --source ADDRESS      local address (chosen by the route)
              --count N             set-ups to measure (1000)
              --warmup N            set-ups before the clock starts (0)
              --concurrency N       set-ups in flight (40)
              --threads N           client threads, one socket each (1)
              --psk TEXT            pre-shared key of all of them (required); %06d in it is the number
              --id-prefix TEXT      identities are TEXT1.DOMAIN, TEXT2.DOMAIN ... (spoke); or with %06d
              --domain TEXT         (example.com)
              --first N             number of the first identity (1)
              --proposal TEXT       IKE proposal (aes128gcm16-prfsha256-x25519)
              --esp TEXT            ESP proposal (aes128gcm16)
              --no-address          do not ask for addresses
              --close               delete each SA when it is up, instead of holding all to the end
              --leave               do not delete them at the end either
              --server-pid PID      also report that process's CPU time for each set-up
              --label TEXT          put before the result line (ike)
              --verbose             print every failure and the first result
            """;

    private static final Set<String> FLAGS =
            Set.of("--no-address", "--close", "--leave", "--verbose", "--help");

    private static final Set<String> VALUES =
            Set.of(
                    "--target",
                    "--port",
                    "--nat-port",
                    "--source",
                    "--count",
                    "--warmup",
                    "--concurrency",
                    "--threads",
                    "--psk",
                    "--id-prefix",
                    "--domain",
                    "--first",
                    "--proposal",
                    "--esp",
                    "--server-pid",
                    "--label");

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    static IkeLoadOptions parse(String... args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i];
            if (FLAGS.contains(name)) {
                given.put(name, "");
            } else if (VALUES.contains(name) && i + 1 < args.length) {
                given.put(name, args[++i]);
            } else {
                throw new IllegalArgumentException("what is " + name + "?\n" + USAGE);
            }
        }
        if (given.containsKey("--help")) {
            throw new IllegalArgumentException(USAGE);
        }
        String source = given.get("--source");
        return new IkeLoadOptions(
                new InetSocketAddress(
                        address(required(given, "--target")), number(given, "--port", 500)),
                number(given, "--nat-port", 4500),
                source == null ? null : address(source),
                number(given, "--count", 1000),
                number(given, "--warmup", 0),
                number(given, "--concurrency", 40),
                number(given, "--threads", 1),
                number(given, "--first", 1),
                required(given, "--psk"),
                given.getOrDefault("--id-prefix", "spoke"),
                given.getOrDefault("--domain", "example.com"),
                given.getOrDefault("--proposal", "aes128gcm16-prfsha256-x25519"),
                given.getOrDefault("--esp", "aes128gcm16"),
                given.containsKey("--close")
                        ? After.CLOSE
                        : given.containsKey("--leave") ? After.LEAVE : After.HOLD,
                !given.containsKey("--no-address"),
                given.get("--server-pid"),
                given.getOrDefault("--label", "ike"),
                given.containsKey("--verbose"));
    }

    /** The identity of spoke {@code number}. */
    String identity(int number) {
        String name = idPrefix.contains("%") ? numbered(idPrefix, number) : idPrefix + number;
        return domain.isEmpty() ? name : name + "." + domain;
    }

    /** Its key. */
    String key(int number) {
        return psk.contains("%") ? numbered(psk, number) : psk;
    }

    private static String numbered(String format, int number) {
        return String.format(Locale.ROOT, format, number);
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing\n" + USAGE);
        }
        return value;
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        String value = given.get(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + value + " is not a number");
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is not an address");
        }
    }
}
