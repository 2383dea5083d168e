package io.flexaaa.server.pool;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A pool of addresses as the API shows it. */
public record Pool(
        long id,
        String name,
        String description,
        int family,
        List<String> ranges,
        List<String> exclusions,
        @Nullable String netmask,
        @Nullable Integer prefixLength,
        int holdSeconds,
        long size,
        long leased,
        long version,
        Instant createdAt,
        Instant updatedAt) {}
