package io.flexaaa.server.nas;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/** A RADIUS client as the API shows it; secrets only say whether they are set. */
public record Nas(
        long id,
        String name,
        String description,
        String address,
        boolean secretSet,
        NasType type,
        boolean requireMessageAuthenticator,
        boolean authorizationPasswordSet,
        int dynAuthPort,
        @Nullable Integer acctInterimSeconds,
        boolean enabled,
        Map<String, String> values,
        @Nullable String certificateName,
        long version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastPacketAt,
        NasCounters counters) {}
