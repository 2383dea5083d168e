package io.flexaaa.server.session;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The whole state of one session, as stored. {@code id} is 0 before it is stored; {@code rev} grows
 * with every change on disk.
 */
public record SessionRow(
        long id,
        UUID key,
        SessionState state,
        Source source,
        String acctSessionId,
        @Nullable String auditSessionId,
        Who who,
        Instant startedAt,
        boolean startSeen,
        Instant lastReportAt,
        @Nullable Instant endedAt,
        Usage usage,
        @Nullable Integer interimSeconds,
        @Nullable String terminateCause,
        List<String> flags,
        long rev) {

    /** The device that reports. */
    public record Source(
            long nasId,
            String nasName,
            String nasAddress,
            @Nullable String nasIpAddress,
            @Nullable String nasIdentifier,
            @Nullable Long nasPort,
            @Nullable String interfaceName) {}

    /** Whose session it is. */
    public record Who(
            String userName,
            String peer,
            @Nullable String group,
            @Nullable String framedIp,
            @Nullable String framedIpv6,
            @Nullable String callingStationId,
            @Nullable String authMethod,
            @Nullable String phase1Id,
            byte @Nullable [] classValue) {

        /** Later reports may know more (an address assigned after Start); what was known stays. */
        public Who filledFrom(Who later) {
            return new Who(
                    userName,
                    peer,
                    group != null ? group : later.group,
                    later.framedIp != null ? later.framedIp : framedIp,
                    later.framedIpv6 != null ? later.framedIpv6 : framedIpv6,
                    later.callingStationId != null ? later.callingStationId : callingStationId,
                    authMethod != null ? authMethod : later.authMethod,
                    phase1Id != null ? phase1Id : later.phase1Id,
                    classValue != null ? classValue : later.classValue);
        }
    }

    /** Counters of a session; octets are 64 bits unsigned. rx is from the peer. */
    public record Usage(
            long sessionSeconds,
            BigInteger rxBytes,
            BigInteger txBytes,
            long rxPackets,
            long txPackets) {

        public static final Usage NONE = new Usage(0, BigInteger.ZERO, BigInteger.ZERO, 0, 0);

        public Usage max(Usage other) {
            return new Usage(
                    Math.max(sessionSeconds, other.sessionSeconds),
                    rxBytes.max(other.rxBytes),
                    txBytes.max(other.txBytes),
                    Math.max(rxPackets, other.rxPackets),
                    Math.max(txPackets, other.txPackets));
        }

        public boolean below(Usage other) {
            return rxBytes.compareTo(other.rxBytes) < 0 || txBytes.compareTo(other.txBytes) < 0;
        }
    }

    public SessionRow stored(long storedId, long storedRev) {
        return new SessionRow(
                storedId,
                key,
                state,
                source,
                acctSessionId,
                auditSessionId,
                who,
                startedAt,
                startSeen,
                lastReportAt,
                endedAt,
                usage,
                interimSeconds,
                terminateCause,
                flags,
                storedRev);
    }

    public SessionRow stale() {
        return new SessionRow(
                id,
                key,
                SessionState.STALE,
                source,
                acctSessionId,
                auditSessionId,
                who,
                startedAt,
                startSeen,
                lastReportAt,
                endedAt,
                usage,
                interimSeconds,
                terminateCause,
                flags,
                rev);
    }

    public SessionRow ended(Instant at, String cause) {
        return new SessionRow(
                id,
                key,
                SessionState.ENDED,
                source,
                acctSessionId,
                auditSessionId,
                who,
                startedAt,
                startSeen,
                lastReportAt,
                at,
                usage,
                interimSeconds,
                cause,
                flags,
                rev + 1);
    }

    /** Whether only what every report changes is different: counters, times, the end. */
    public boolean sameButForCounters(SessionRow other) {
        return startSeen == other.startSeen
                && startedAt.equals(other.startedAt)
                && who.equals(other.who)
                && flags.equals(other.flags)
                && Objects.equals(interimSeconds, other.interimSeconds);
    }
}
