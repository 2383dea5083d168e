package io.flexaaa.server.transport;

import io.flexaaa.server.nas.NasCounterBook.Tally;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.SnapshotApplied;
import io.flexaaa.server.snapshot.SnapshotService;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The counters of each NAS for Prometheus, under the NAS's name. They follow the configuration: a
 * deleted or renamed NAS leaves no series behind. The number of series is bounded: beyond the
 * setting the NAS created last have none (their sums are in the metrics without a NAS).
 */
@Component
class NasMeters {
    private final SnapshotService snapshots;
    private final MeterRegistry meters;
    private final int most;
    private final Map<Long, Exported> exported = new HashMap<>();

    private record Exported(String name, List<Meter> meters) {}

    NasMeters(
            SnapshotService snapshots,
            MeterRegistry meters,
            @Value("${flexaaa.metrics.nas-limit:500}") int most) {
        this.snapshots = snapshots;
        this.meters = meters;
        this.most = most;
        on(new SnapshotApplied(0));
    }

    @EventListener
    final synchronized void on(SnapshotApplied event) {
        List<NasEntry> wanted =
                snapshots.current().nasEntries().stream()
                        .sorted(Comparator.comparingLong(NasEntry::id))
                        .limit(most)
                        .toList();
        Map<Long, String> names = new HashMap<>();
        for (NasEntry nas : wanted) names.put(nas.id(), nas.name());
        exported.entrySet()
                .removeIf(e -> {
                    if (e.getValue().name().equals(names.get(e.getKey()))) return false;
                    e.getValue().meters().forEach(meters::remove);
                    return true;
                });
        for (NasEntry nas : wanted) {
            if (!exported.containsKey(nas.id())) exported.put(nas.id(), export(nas));
        }
    }

    private Exported export(NasEntry nas) {
        Tally tally = nas.tally();
        List<Meter> made = new ArrayList<>();
        made.add(counter("flexaaa.nas.requests", nas, "", t -> t.requests.sum()));
        made.add(counter("flexaaa.nas.answers", nas, "accept", t -> t.accepts.sum()));
        made.add(counter("flexaaa.nas.answers", nas, "reject", t -> t.rejects.sum()));
        made.add(counter("flexaaa.nas.answers", nas, "challenge", t -> t.challenges.sum()));
        made.add(counter("flexaaa.nas.answers", nas, "recorded", t -> t.accounting.sum()));
        made.add(counter("flexaaa.nas.answers", nas, "dropped", Tally::dropped));
        made.add(
                FunctionTimer.builder(
                                "flexaaa.nas.response",
                                tally,
                                t -> t.answers.sum(),
                                t -> t.answerNanos.sum(),
                                TimeUnit.NANOSECONDS)
                        .description("From a request's arrival to its answer")
                        .tag("nas", nas.name())
                        .register(meters));
        return new Exported(nas.name(), made);
    }

    private Meter counter(
            String name, NasEntry nas, String outcome, ToDoubleFunction<Tally> value) {
        FunctionCounter.Builder<Tally> builder =
                FunctionCounter.builder(name, nas.tally(), value).tag("nas", nas.name());
        if (!outcome.isEmpty()) builder.tag("outcome", outcome);
        return builder.register(meters);
    }
}
