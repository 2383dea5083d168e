package io.flexaaa.server.session;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/**
 * A session as accounting tells it. rx is from the peer (Acct-Input-Octets), tx to the peer; rates
 * in bit/s.
 */
public record Session(
        long id,
        SessionState state,
        @Nullable String auditSessionId,
        String acctSessionId,
        String peer,
        String userName,
        @Nullable String group,
        long nasId,
        String nas,
        String nasAddress,
        @Nullable String framedIp,
        @Nullable String framedIpv6,
        @Nullable String callingStationId,
        @Nullable String authMethod,
        @JsonProperty("interface") @Nullable String interfaceName,
        Instant startedAt,
        Instant lastReportAt,
        @Nullable Instant endedAt,
        long sessionSeconds,
        BigInteger rxBytes,
        BigInteger txBytes,
        long rxPackets,
        long txPackets,
        @Nullable Long rxRate,
        @Nullable Long txRate,
        @Nullable String terminateCause,
        List<String> flags) {}
