package io.flexaaa.server.identity;

import io.flexaaa.server.credential.PskWrite;
import io.flexaaa.server.policy.ConditionalSet;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A peer as an operator writes it; an absent psk keeps the one in force, and absent values,
 * conditional sets and address pools stay, too: an older client that does not know them must not
 * take them away. Empty takes them away.
 *
 * @param addressPool a pool of this server for its IPv4 address; framedPool is one of the hub
 * @param values what {@code {{peer.KEY}}} in AV pairs and framedPool stands for
 * @param conditional AV pairs laid over the others when their condition holds, in this order
 */
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
        @Nullable Instant validUntil,
        @Nullable String addressPool,
        @Nullable String addressPoolV6,
        @Nullable Map<String, String> values,
        @Nullable List<ConditionalSet> conditional) {

    public PeerWrite(
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
            @Nullable Instant validUntil) {
        this(
                description,
                enabled,
                group,
                psk,
                framedIp,
                framedNetmask,
                framedPool,
                addrV6,
                avPairs,
                acctInterimSeconds,
                validUntil,
                null,
                null,
                null,
                null);
    }
}
