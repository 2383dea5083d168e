package io.flexaaa.server.accounting;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One thread that takes what is waiting, commits it in one transaction and then lets the answers
 * go. While one batch is being committed the next one gathers, so batches grow with the load by
 * themselves and nobody waits on a timer.
 */
final class AcctWriter {

    private static final Logger log = LoggerFactory.getLogger(AcctWriter.class);
    private static final int QUEUE = 16_384;
    private static final int BATCH = 1_024;

    private final BatchWriter batches;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile boolean stopping;

    private sealed interface Item {
        record Work(AcctRecord record, @Nullable CountDownLatch after, Consumer<Boolean> done)
                implements Item {}

        /** What was queued before this is committed when it is reached. */
        record Mark(CountDownLatch reached) implements Item {}
    }

    AcctWriter(String name, BatchWriter batches) {
        this.batches = batches;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    int waiting() {
        return queue.size();
    }

    boolean offer(AcctRecord.Report report, Consumer<Boolean> done) {
        return queue.offer(new Item.Work(report, null, done));
    }

    boolean offer(AcctRecord.Restart restart, CountDownLatch after, Consumer<Boolean> done) {
        return queue.offer(new Item.Work(restart, after, done));
    }

    void mark(CountDownLatch reached) {
        // A full queue means that the other writer would wait long: then it does not wait.
        if (!queue.offer(new Item.Mark(reached))) reached.countDown();
    }

    private void run() {
        List<Item> taken = new ArrayList<>(BATCH);
        while (!stopping || !queue.isEmpty()) {
            try {
                Item first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) continue;
                taken.add(first);
                queue.drainTo(taken, BATCH - 1);
                work(taken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("{} accounting records met a defect", taken.size(), e);
            } finally {
                taken.clear();
            }
        }
    }

    private void work(List<Item> taken) throws InterruptedException {
        List<Item.Work> batch = new ArrayList<>(taken.size());
        for (Item item : taken) {
            switch (item) {
                case Item.Mark(CountDownLatch reached) -> {
                    commit(batch);
                    batch.clear();
                    reached.countDown();
                }
                case Item.Work work -> {
                    CountDownLatch others = work.after();
                    if (others != null) {
                        commit(batch);
                        batch.clear();
                        // Bounded: a writer that the database keeps waiting gives up before.
                        if (!others.await(5, TimeUnit.SECONDS)) {
                            log.warn("a NAS restart did not wait for another accounting writer");
                        }
                    }
                    batch.add(work);
                }
            }
        }
        commit(batch);
    }

    private void commit(List<Item.Work> batch) {
        if (batch.isEmpty()) return;
        try {
            batches.commit(
                    batch.stream().map(Item.Work::record).toList(),
                    () -> {
                        for (Item.Work work : batch) tell(work, true);
                    });
        } catch (RuntimeException e) {
            refused(batch, e);
        }
    }

    /** One record the database will not have must not cost the others their answer. */
    private void refused(List<Item.Work> batch, RuntimeException e) {
        boolean away =
                e instanceof DataAccessResourceFailureException
                        || e instanceof TransientDataAccessException
                        || e instanceof CannotCreateTransactionException;
        if (away || batch.size() == 1) {
            log.warn("{} accounting records not stored: {}", batch.size(), e.getMessage());
            for (Item.Work work : batch) tell(work, false);
            return;
        }
        int half = batch.size() / 2;
        commit(List.copyOf(batch.subList(0, half)));
        commit(List.copyOf(batch.subList(half, batch.size())));
    }

    private static void tell(Item.Work work, boolean committed) {
        try {
            work.done().accept(committed);
        } catch (RuntimeException e) {
            log.warn("an Accounting-Response was not sent: {}", e.toString());
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        thread.join(5_000);
    }
}
