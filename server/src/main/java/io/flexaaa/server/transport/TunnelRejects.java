package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionRecorder;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;
import io.flexaaa.server.snapshot.NasEntry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Accounting-Requests of status Tunnel-Reject (RFC 2867 §3.1.3): the hub refused a peer after the
 * server had handed its key out. They go into the decision log; the reason is the first word of
 * Cisco's disc-cause-ext, its sentence the rest.
 */
@Component
class TunnelRejects {
    private static final String NO_REASON = "tunnel-rejected";

    private final DecisionRecorder log;

    TunnelRejects(DecisionRecorder log) {
        this.log = log;
    }

    static boolean is(Attributes attributes) {
        return attributes.u32(Attr.ACCT_STATUS_TYPE, -1) == Attr.ACCT_TUNNEL_REJECT;
    }

    /**
     * @param peer the name the key was handed out under
     */
    void record(
            Attributes attributes,
            String peer,
            NasEntry nas,
            InetAddress source,
            long nowMs,
            long latencyMicros) {
        String told = attributes.avPair("disc-cause-ext");
        String reason = reason(told);
        log.record(
                DecisionResult.REJECT,
                NO_REASON,
                latencyMicros,
                () -> decision(attributes, peer, nas, source, nowMs, latencyMicros, reason, told));
    }

    private static Decision decision(
            Attributes attributes,
            String peer,
            NasEntry nas,
            InetAddress source,
            long nowMs,
            long latencyMicros,
            String reason,
            @Nullable String told) {
        String words =
                told == null || told.indexOf(' ') < 0
                        ? reason
                        : told.substring(told.indexOf(' ') + 1);
        return new Decision(
                0,
                Instant.ofEpochMilli(nowMs),
                DecisionResult.REJECT,
                peer,
                nas.id(),
                nas.name(),
                source.getHostAddress(),
                "ike",
                reason,
                "Rejected by hub " + nas.name() + ": " + peer + ": " + words,
                latencyMicros,
                attributes.string(Attr.CALLING_STATION_ID),
                attributes.avPair("audit-session-id"),
                List.of(
                        new TraceStep(
                                "IKE_AUTH on the hub",
                                "the peer is authenticated",
                                words,
                                false,
                                cure(reason))),
                List.of());
    }

    /**
     * {@code PSK_MISMATCH ...} becomes {@code psk-mismatch}; what is no code of that form is not
     * one.
     */
    private static String reason(@Nullable String told) {
        if (told == null) return NO_REASON;
        String first = told.split(" ", 2)[0];
        return first.matches("[A-Z][A-Z0-9_]{2,40}")
                ? first.toLowerCase(Locale.ROOT).replace('_', '-')
                : NO_REASON;
    }

    private static String cure(String reason) {
        return reason.equals("psk-mismatch")
                ? "compare the spoke's pre-shared key with the peer's; generate a new one if in"
                        + " doubt"
                : "see the hub's log for this peer";
    }
}
