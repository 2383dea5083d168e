package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.policy.ReplyPlan;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A peer as the request path needs it.
 *
 * @param attributes all of the reply that is the same every time, encoded once; empty where there
 *     is a plan
 * @param octets size of {@code attributes} on the wire
 * @param plan how the reply depends on the request; null when it does not
 * @param pools its own pools; those of its group come after
 * @param values what {@code {{peer.KEY}}} stands for, its name's parts apart
 */
public record PeerEntry(
        long id,
        String name,
        boolean enabled,
        @Nullable String group,
        @Nullable Instant validUntil,
        @Nullable PskEntry psk,
        @Nullable Integer acctInterimSeconds,
        Attributes attributes,
        int octets,
        @Nullable ReplyPlan plan,
        PoolRefs pools,
        Map<String, String> values) {

    public PeerEntry(
            long id,
            String name,
            boolean enabled,
            @Nullable String group,
            @Nullable Instant validUntil,
            @Nullable PskEntry psk,
            @Nullable Integer acctInterimSeconds,
            Attributes attributes,
            int octets) {
        this(
                id,
                name,
                enabled,
                group,
                validUntil,
                psk,
                acctInterimSeconds,
                attributes,
                octets,
                null,
                PoolRefs.NONE,
                Map.of());
    }
}
