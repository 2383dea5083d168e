package io.flexaaa.server.accounting;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import jakarta.annotation.PreDestroy;

import org.springframework.stereotype.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Accounting intake: an Accounting-Response means that the record is on disk. A few writers, each
 * with the sessions whose key falls to it, so that one encodes while another's commit waits for the
 * disk; what a session's reports do to it is decided by one thread.
 */
@Service
public class AccountingService {

    private final List<AcctWriter> writers = new ArrayList<>();

    AccountingService(
            AccountingProperties properties, BatchWriter.Factory batches, MeterRegistry meters) {
        for (int i = 0; i < properties.writers(); i++) {
            writers.add(new AcctWriter("accounting-" + i, batches.writer(i)));
        }
        Gauge.builder(
                        "flexaaa.accounting.queue",
                        writers,
                        all -> all.stream().mapToInt(AcctWriter::waiting).sum())
                .register(meters);
        writers.forEach(AcctWriter::start);
    }

    /**
     * Takes a record over. Never blocks.
     *
     * @param done told whether the record is committed; the answer to the NAS hangs on it
     * @return false when the queue is full: the NAS will try again
     */
    public boolean submit(AcctRecord record, Consumer<Boolean> done) {
        return switch (record) {
            case AcctRecord.Report report -> writerOf(report).offer(report, done);
            case AcctRecord.Restart restart -> restart(restart, done);
        };
    }

    private AcctWriter writerOf(AcctRecord.Report report) {
        long bits = report.key().getLeastSignificantBits();
        return writers.get((int) Math.floorMod(bits, (long) writers.size()));
    }

    /** A NAS restart closes what came before it: the first writer waits for the others. */
    private boolean restart(AcctRecord.Restart restart, Consumer<Boolean> done) {
        CountDownLatch others = new CountDownLatch(writers.size() - 1);
        for (AcctWriter writer : writers.subList(1, writers.size())) writer.mark(others);
        return writers.getFirst().offer(restart, others, done);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (AcctWriter writer : writers) writer.stop();
    }
}
