package io.flexaaa.server.transport;

import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.server.snapshot.NasEntry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How long answers took, by method and outcome, and for each NAS their number and sum. Nothing from
 * a packet becomes a label. Called for every answer: after the first of its kind it takes no lock.
 */
@Component
class ResponseMeters {
    /** What came of it; {@code OTHER} is for codes a home server may send. */
    enum Outcome {
        ACCEPT,
        REJECT,
        CHALLENGE,
        RECORDED,
        OTHER
    }

    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(300_000),
        Duration.ofMillis(1),
        Duration.ofMillis(4),
        Duration.ofMillis(15),
        Duration.ofMillis(50),
        Duration.ofMillis(150),
        Duration.ofMillis(500),
        Duration.ofMillis(1_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };

    private final MeterRegistry meters;
    private final AtomicReferenceArray<@Nullable Timer> timers =
            new AtomicReferenceArray<>(AnswerMethod.values().length * Outcome.values().length);

    ResponseMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void answered(RadiusPacket request, NasEntry nas, byte[] reply, long receivedNanos) {
        long nanos = Math.max(0, System.nanoTime() - receivedNanos);
        Outcome outcome = outcome(reply[0]);
        if (outcome == Outcome.CHALLENGE) nas.tally().challenges.increment();
        nas.tally().answers.increment();
        nas.tally().answerNanos.add(nanos);
        timer(AnswerMethod.of(request), outcome).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Outcome outcome(int code) {
        return switch (code) {
            case 2 -> Outcome.ACCEPT;
            case 3 -> Outcome.REJECT;
            case 5 -> Outcome.RECORDED;
            case 11 -> Outcome.CHALLENGE;
            default -> Outcome.OTHER;
        };
    }

    private Timer timer(AnswerMethod method, Outcome outcome) {
        int at = method.ordinal() * Outcome.values().length + outcome.ordinal();
        Timer known = timers.get(at);
        if (known != null) return known;
        Timer made =
                Timer.builder("flexaaa.radius.response")
                        .description("From a request's arrival to its answer")
                        .tag("method", method.label())
                        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                        .serviceLevelObjectives(BUCKETS)
                        .register(meters);
        timers.set(at, made);
        return made;
    }
}
