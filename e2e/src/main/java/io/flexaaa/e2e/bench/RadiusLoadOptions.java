package io.flexaaa.e2e.bench;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What to drive and how.
 *
 * @param window requests in flight over all sockets (closed loop)
 * @param rate requests a second (open loop); 0 for closed loop
 * @param names how many peers exist
 * @param run makes accounting session ids of this run its own
 */
record RadiusLoadOptions(
        Mode mode,
        String host,
        int port,
        String secret,
        String password,
        int sockets,
        int window,
        int rate,
        int seconds,
        int warmSeconds,
        int names,
        String run) {

    enum Mode {
        PSK,
        ACCT,
        /** Starts, Interims and Stops in equal numbers; some thousand sessions are open. */
        LIFE,
        STATUS
    }

    static RadiusLoadOptions parse(String[] args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) given.put(args[i], args[i + 1]);
        return new RadiusLoadOptions(
                Mode.valueOf(given.getOrDefault("--mode", "psk").toUpperCase(Locale.ROOT)),
                given.getOrDefault("--host", "127.0.0.1"),
                number(given, "--port", 1812),
                given.getOrDefault("--secret", "testing123"),
                given.getOrDefault("--password", "cisco"),
                number(given, "--sockets", 4),
                number(given, "--window", 64),
                number(given, "--rate", 0),
                number(given, "--seconds", 5),
                number(given, "--warm", 2),
                number(given, "--names", 1000),
                given.getOrDefault("--run", Long.toString(System.nanoTime(), 36)));
    }

    private static int number(Map<String, String> given, String name, int absent) {
        String text = given.get(name);
        return text == null ? absent : Integer.parseInt(text);
    }
}
