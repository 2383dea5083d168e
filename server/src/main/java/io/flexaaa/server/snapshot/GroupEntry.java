package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.policy.ReplyPlan;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A group as the request path needs it, its parents' part included.
 *
 * @param attributes the reply, encoded once; empty where there is a plan
 * @param plan how the reply depends on the request; null when it does not
 * @param lineage its name, its parent's, and so on
 * @param layers its parents' settings and its own, for the logins of its users
 */
public record GroupEntry(
        long id,
        String name,
        Attributes attributes,
        int octets,
        @Nullable ReplyPlan plan,
        PoolRefs pools,
        List<String> lineage,
        List<ReplyPlan.Layer> layers) {

    public GroupEntry(long id, String name, Attributes attributes, int octets) {
        this(id, name, attributes, octets, null, PoolRefs.NONE, List.of(name), List.of());
    }
}
