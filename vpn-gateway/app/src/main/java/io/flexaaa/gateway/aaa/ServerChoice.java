package io.flexaaa.gateway.aaa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers of a group are asked, in what order, and which are passed over as dead. Time is
 * given to it; it sends nothing.
 *
 * <p>Not thread-safe: owned by the client's thread.
 */
final class ServerChoice {
    private static final class Health {
        long deadUntilMs = Long.MIN_VALUE;
        long quietSinceMs = -1;
        int timeouts;
        int outstanding;
    }

    /** Who gets the requests of a group just now, and how many more. */
    private static final class Batch {
        final RadiusServer server;
        int left;

        Batch(RadiusServer server, int left) {
            this.server = server;
            this.left = left;
        }
    }

    private final Map<RadiusServer, Health> healths = new HashMap<>();
    private final Map<String, Batch> batches = new HashMap<>();

    private Health of(RadiusServer server) {
        return healths.computeIfAbsent(server, unused -> new Health());
    }

    /** The servers to ask, one after the other as long as there is no answer. */
    List<RadiusServer> order(ServerGroup group, long nowMs) {
        List<RadiusServer> alive = new ArrayList<>();
        for (RadiusServer server : group.servers()) {
            if (of(server).deadUntilMs <= nowMs) {
                alive.add(server);
            }
        }
        if (alive.isEmpty()) {
            // When every server is marked dead there is nothing to lose by asking.
            return new ArrayList<>(group.servers());
        }
        if (group.balanceBatch() > 0 && alive.size() > 1) {
            RadiusServer first = balanced(group, alive);
            alive.remove(first);
            alive.addFirst(first);
        }
        return alive;
    }

    /** {@code least-outstanding}: looked at anew after each batch, as IOS does. */
    private RadiusServer balanced(ServerGroup group, List<RadiusServer> alive) {
        Batch batch = batches.get(group.name());
        if (batch == null || batch.left == 0 || !alive.contains(batch.server)) {
            RadiusServer least = alive.getFirst();
            for (RadiusServer server : alive) {
                if (of(server).outstanding < of(least).outstanding) {
                    least = server;
                }
            }
            batch = new Batch(least, group.balanceBatch());
            batches.put(group.name(), batch);
        }
        batch.left--;
        return batch.server;
    }

    void sent(RadiusServer server, long nowMs) {
        Health health = of(server);
        health.outstanding++;
        if (health.quietSinceMs < 0) {
            health.quietSinceMs = nowMs;
        }
    }

    void replied(RadiusServer server) {
        Health health = of(server);
        health.outstanding = Math.max(0, health.outstanding - 1);
        health.deadUntilMs = Long.MIN_VALUE;
        health.quietSinceMs = -1;
        health.timeouts = 0;
    }

    /**
     * All tries of a request were in vain. The server is dead when {@code dead-criteria} holds:
     * silent for so long <em>and</em> for so many tries.
     */
    void timedOut(RadiusServer server, ServerGroup group, int tries, long nowMs) {
        Health health = of(server);
        health.outstanding = Math.max(0, health.outstanding - 1);
        health.timeouts += tries;
        ServerGroup.DeadCriteria criteria = group.deadCriteria();
        boolean silent = nowMs - health.quietSinceMs >= criteria.seconds() * 1_000L;
        if (group.deadtimeSeconds() > 0 && silent && health.timeouts >= criteria.tries()) {
            health.deadUntilMs = nowMs + group.deadtimeSeconds() * 1_000L;
            health.quietSinceMs = -1;
            health.timeouts = 0;
        }
    }
}
