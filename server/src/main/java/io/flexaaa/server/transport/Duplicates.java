package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.server.DuplicateCache;
import io.flexaaa.protocol.radius.server.DuplicateCache.Verdict;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/** The duplicate cache of one socket, in stripes so that its threads rarely meet. */
final class Duplicates {

    private static final int STRIPES = 16;

    private final DuplicateCache[] stripes = new DuplicateCache[STRIPES];

    Duplicates(int maxEntries, long maxOctets, long holdMillis) {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] =
                    new DuplicateCache(
                            Math.max(64, maxEntries / STRIPES),
                            Math.max(1 << 18, maxOctets / STRIPES),
                            holdMillis);
        }
    }

    Verdict received(InetSocketAddress source, byte[] packet, long nowMs) {
        DuplicateCache stripe = stripe(source, packet);
        synchronized (stripe) {
            return stripe.received(source, packet, 0, nowMs);
        }
    }

    void finished(InetSocketAddress source, byte[] packet, long ticket, byte @Nullable [] reply) {
        DuplicateCache stripe = stripe(source, packet);
        synchronized (stripe) {
            stripe.finished(ticket, reply);
        }
    }

    void forgotten(InetSocketAddress source, byte[] packet, long ticket) {
        DuplicateCache stripe = stripe(source, packet);
        synchronized (stripe) {
            stripe.forgotten(ticket);
        }
    }

    private DuplicateCache stripe(InetSocketAddress source, byte[] packet) {
        return stripes[source.getPort() * 31 + packet[1] & STRIPES - 1];
    }
}
