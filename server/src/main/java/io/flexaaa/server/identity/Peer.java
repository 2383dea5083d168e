package io.flexaaa.server.identity;

import io.flexaaa.server.credential.PskStatus;
import io.flexaaa.server.policy.ConditionalSet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A spoke or remote user by its IKE identity (or what the hub's name-mangler makes of it). */
public record Peer(
        long id,
        String name,
        String description,
        boolean enabled,
        @Nullable String group,
        PskStatus psk,
        @Nullable String framedIp,
        @Nullable String framedNetmask,
        @Nullable String framedPool,
        @Nullable String addrV6,
        List<String> avPairs,
        @Nullable Integer acctInterimSeconds,
        @Nullable Instant validUntil,
        @Nullable String addressPool,
        @Nullable String addressPoolV6,
        Map<String, String> values,
        List<ConditionalSet> conditional,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastSeenAt,
        boolean online) {}
