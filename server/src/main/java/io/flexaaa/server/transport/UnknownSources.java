package io.flexaaa.server.transport;

import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Addresses that ask without being a NAS: the console offers to make them one. Bounded, the longest
 * silent goes.
 */
@Component
public class UnknownSources {

    private static final int MOST = 256;

    private final Map<InetAddress, Seen> seen = new LinkedHashMap<>(64, 0.75f, true);

    /** One address and how often it asked in vain. */
    public record Source(String address, long datagrams, Instant lastAt) {}

    private static final class Seen {
        long datagrams;
        long lastMs;
    }

    synchronized void count(InetAddress source, long nowMs) {
        Seen entry = seen.get(source);
        if (entry == null) {
            if (seen.size() >= MOST) seen.remove(seen.keySet().iterator().next());
            entry = new Seen();
            seen.put(source, entry);
        }
        entry.datagrams++;
        entry.lastMs = nowMs;
    }

    public synchronized List<Source> list() {
        return seen.entrySet().stream()
                .map(e ->
                        new Source(
                                e.getKey().getHostAddress(),
                                e.getValue().datagrams,
                                Instant.ofEpochMilli(e.getValue().lastMs)))
                .sorted(Comparator.comparing(Source::lastAt).reversed())
                .toList();
    }
}
