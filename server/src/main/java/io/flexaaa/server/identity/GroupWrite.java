package io.flexaaa.server.identity;

import io.flexaaa.server.policy.ConditionalSet;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A group as an operator writes it. Absent parent, conditional sets and address pools stay as they
 * are; empty takes them away.
 *
 * @param parent the group whose AV pairs, pools and conditions this one takes over and overrides
 * @param addressPool a pool of this server for the IPv4 addresses of its peers
 */
public record GroupWrite(
        @Nullable String description,
        @Nullable List<String> avPairs,
        @Nullable String framedPool,
        @Nullable String parent,
        @Nullable String addressPool,
        @Nullable String addressPoolV6,
        @Nullable List<ConditionalSet> conditional) {

    public GroupWrite(
            @Nullable String description,
            @Nullable List<String> avPairs,
            @Nullable String framedPool) {
        this(description, avPairs, framedPool, null, null, null, null);
    }
}
