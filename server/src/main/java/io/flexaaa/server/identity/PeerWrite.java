package io.flexaaa.server.identity;

import io.flexaaa.server.credential.PskWrite;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A peer as an operator writes it; an absent psk keeps the one in force. */
public record PeerWrite(
        @Nullable String description,
        @Nullable Boolean enabled,
        @Nullable String group,
        @Nullable PskWrite psk,
        @Nullable String framedIp,
        @Nullable String framedNetmask,
        @Nullable String framedPool,
        @Nullable String addrV6,
        @Nullable List<String> avPairs,
        @Nullable Integer acctInterimSeconds,
        @Nullable Instant validUntil) {}
