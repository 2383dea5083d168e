package io.flexaaa.e2e.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Hands out identities and collects outcomes. Warm-up set-ups run first and are not counted. */
final class IkeLoadResult {
    private static final double NANOS_PER_MILLI = 1e6;

    /** USER_HZ of every Linux since 2.6. */
    private static final double CLOCK_TICKS_PER_SECOND = 100;

    private final IkeLoadOptions options;
    private final long[] latenciesNs;
    private final Map<String, Integer> failures = new TreeMap<>();
    private int handedOut;
    private int ended;
    private int succeeded;
    private long beganNs;
    private long endedNs;
    private double cpuBeganSeconds;
    private double cpuEndedSeconds;

    /** The identity number a spoke uses, and whether it counts. */
    record Ticket(int number, boolean measured) {}

    IkeLoadResult(IkeLoadOptions options) {
        this.options = options;
        this.latenciesNs = new long[options.count()];
    }

    synchronized @Nullable Ticket next() throws IOException {
        if (handedOut == options.warmup() + options.count()) {
            return null;
        }
        if (handedOut == options.warmup()) {
            cpuBeganSeconds = serverCpuSeconds();
            beganNs = System.nanoTime();
        }
        int index = handedOut++;
        return new Ticket(options.first() + index, index >= options.warmup());
    }

    synchronized void record(boolean measured, long latencyNs, @Nullable String failure)
            throws IOException {
        if (failure != null) {
            failures.merge(failure, 1, Integer::sum);
            if (options.verbose()) {
                System.err.println("failed: " + failure);
            }
        } else if (measured) {
            latenciesNs[succeeded++] = latencyNs;
        }
        if (measured && ++ended == options.count()) {
            endedNs = System.nanoTime();
            cpuEndedSeconds = serverCpuSeconds();
        }
    }

    /** User and system time of the hub, from its own accounting in the kernel. */
    private double serverCpuSeconds() throws IOException {
        if (options.serverPid() == null) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc", options.serverPid(), "stat"));
        // The command's name, in parentheses, may hold blanks; utime and stime are fields 14 and
        // 15.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS_PER_SECOND;
    }

    boolean complete() {
        return succeeded == options.count();
    }

    /** One line of key=value pairs, then one line for each kind of failure. */
    synchronized String report() {
        double seconds = (endedNs - beganNs) / 1e9;
        long[] sorted = Arrays.copyOf(latenciesNs, succeeded);
        Arrays.sort(sorted);
        StringBuilder out = new StringBuilder();
        out.append(
                String.format(
                        Locale.ROOT,
                        "%s setups=%d failures=%d seconds=%.3f rate=%.1f/s p50=%.2fms p90=%.2fms"
                                + " p99=%.2fms max=%.2fms",
                        options.label(),
                        succeeded,
                        options.count() - succeeded,
                        seconds,
                        succeeded / seconds,
                        percentile(sorted, 0.50),
                        percentile(sorted, 0.90),
                        percentile(sorted, 0.99),
                        percentile(sorted, 1)));
        if (options.serverPid() != null && succeeded > 0) {
            double cpuMillis = 1000 * (cpuEndedSeconds - cpuBeganSeconds) / succeeded;
            out.append(String.format(Locale.ROOT, " server_cpu=%.3fms/SA", cpuMillis));
        }
        failures.forEach(
                (why, times) -> out.append("\n  ").append(times).append(" x ").append(why));
        return out.toString();
    }

    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / NANOS_PER_MILLI;
    }
}
