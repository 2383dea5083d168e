package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionRecorder;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.TraceStep;
import io.flexaaa.server.snapshot.NasEntry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts what got no answer, by reason; refusals of known clients also go to the decision log. */
@Component
class Drops {

    private final Map<DropReason, Counter> counters = new EnumMap<>(DropReason.class);
    private final Counter replays;
    private final DecisionRecorder log;
    private final Clock clock;

    Drops(MeterRegistry meters, DecisionRecorder log, Clock clock) {
        this.log = log;
        this.clock = clock;
        for (DropReason reason : DropReason.values()) {
            counters.put(
                    reason,
                    Counter.builder("flexaaa.radius.drops")
                            .description("Datagrams without an answer")
                            .tag("reason", reason.code())
                            .register(meters));
        }
        this.replays =
                Counter.builder("flexaaa.radius.replays")
                        .description("Retransmissions answered from the duplicate cache")
                        .register(meters);
    }

    void count(DropReason reason) {
        Objects.requireNonNull(counters.get(reason)).increment();
    }

    void count(NasEntry nas, DropReason reason) {
        count(reason);
        nas.tally().drop(reason.code());
    }

    void replayed() {
        replays.increment();
    }

    void refused(
            DropReason reason,
            NasEntry nas,
            InetSocketAddress source,
            Admission.Port port,
            byte[] buffer,
            int length,
            long receivedNanos) {
        count(nas, reason);
        byte[] octets = Arrays.copyOf(buffer, Math.min(length, RadiusPacket.MAX_OCTETS));
        long micros = (System.nanoTime() - receivedNanos) / 1_000;
        Instant at = clock.instant();
        log.record(
                DecisionResult.DROP,
                reason.code(),
                micros,
                () -> decision(reason, nas, source, port, octets, at, micros));
    }

    private static Decision decision(
            DropReason reason,
            NasEntry nas,
            InetSocketAddress source,
            Admission.Port port,
            byte[] octets,
            Instant at,
            long micros) {
        String userName = "";
        String calling = null;
        try {
            RadiusPacket packet = RadiusCodec.decode(octets, 0, octets.length);
            String name = packet.attributes().string(Attr.USER_NAME);
            userName = name == null ? "" : name;
            calling = packet.attributes().string(Attr.CALLING_STATION_ID);
        } catch (DecodeException e) {
            // Then it is nobody's request; the reason says so.
            userName = "";
        }
        return new Decision(
                0,
                at,
                DecisionResult.DROP,
                userName,
                nas.id(),
                nas.name(),
                source.getAddress().getHostAddress(),
                port == Admission.Port.ACCOUNTING ? "accounting" : "packet",
                reason.code(),
                "Dropped a packet of NAS "
                        + nas.name()
                        + ": "
                        + reason.sentence()
                        + "; "
                        + reason.cure(),
                micros,
                calling,
                null,
                List.of(
                        new TraceStep(
                                "RADIUS client",
                                "a known address",
                                nas.name() + " (" + nas.prefix().text() + ")",
                                true,
                                null),
                        new TraceStep("packet", "sound", reason.sentence(), false, reason.cure())),
                List.of());
    }
}
