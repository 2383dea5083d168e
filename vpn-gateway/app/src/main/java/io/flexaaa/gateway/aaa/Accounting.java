package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.AaaConfig.AccountingAction;
import io.flexaaa.gateway.ios.config.AaaConfig.AccountingList;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * RADIUS accounting of all sessions. One thread owns the spool and the journal: records are on the
 * disk first, then sent, those of one session one after the other; while no server answers they
 * wait.
 */
public final class Accounting implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Accounting.class);
    private static final int WINDOW = 32;
    private static final int SCAN = 2_000;
    private static final long FIRST_RETRY_MS = 1_000;
    private static final long LAST_RETRY_MS = 10_000;

    /** What happened, in the order it came. */
    private sealed interface Command {
        record Write(
                List<AccountingRecord> records,
                @Nullable AccountingRecord journalOpen,
                @Nullable String journalClose)
                implements Command {}

        record Answered(AccountingRecord record, @Nullable GroupReply reply) implements Command {}

        record Stop(CountDownLatch drained) implements Command {}
    }

    private final Supplier<GatewayConfig> config;
    private final ServerGroups groups;
    private final RadiusClient radius;
    private final LongSupplier epochMs;
    private final AccountingSpool spool;
    private final SessionJournal journal;
    private final LinkedBlockingQueue<Command> queue = new LinkedBlockingQueue<>();
    private final Set<Long> inFlight = new HashSet<>();
    private final Thread thread;
    private long retryMs;
    private long retryAtMs;
    private @Nullable CountDownLatch drained;
    private volatile boolean closed;
    private volatile int queued;

    public Accounting(
            Supplier<GatewayConfig> config,
            Path stateFolder,
            ServerGroups groups,
            RadiusClient radius,
            LongSupplier epochMs)
            throws IOException {
        this.config = config;
        this.groups = groups;
        this.radius = radius;
        this.epochMs = epochMs;
        this.spool =
                AccountingSpool.open(
                        stateFolder.resolve("accounting.spool"),
                        AccountingSpool.DEFAULT_LIMIT_OCTETS);
        this.journal = SessionJournal.open(stateFolder.resolve("sessions.journal"));
        this.queued = spool.size();
        this.thread = new Thread(this::run, "accounting");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Says that this hub has just started: a Stop for each session a killed predecessor left open,
     * then Accounting-On.
     */
    public void hubStarted(String acctSessionId) {
        long now = epochMs.getAsLong();
        List<AccountingRecord> records = new ArrayList<>();
        for (AccountingRecord stop : journal.sessions()) {
            Attributes attributes =
                    Attributes.builder()
                            .addAll(stop.attributes())
                            .u32(Attr.ACCT_TERMINATE_CAUSE, TerminateCause.NAS_REBOOT.number())
                            .avPair("disc-cause-ext=GATEWAY_KILLED")
                            .build();
            records.add(new AccountingRecord(0, stop.eventMs(), stop.group(), attributes));
        }
        if (!records.isEmpty()) {
            LOG.info(
                    "{}",
                    LogLine.of("accounting-recovered")
                            .with("sessions", records.size())
                            .with("detail", "open when the gateway was killed; Stops are sent"));
        }
        records.addAll(hubRecords(Attr.ACCT_ON, acctSessionId, now));
        queue.add(new Command.Write(records, null, ""));
    }

    public void hubStopping(String acctSessionId) {
        long now = epochMs.getAsLong();
        queue.add(new Command.Write(hubRecords(Attr.ACCT_OFF, acctSessionId, now), null, null));
    }

    public void start(AccountedSession session) {
        Attributes start = AccountingAttributes.start(config.get(), session);
        List<AccountingRecord> records =
                action(session) == AccountingAction.START_STOP
                        ? records(session, session.startedEpochMs(), start)
                        : List.of();
        queue.add(
                new Command.Write(
                        records,
                        journalEntry(session, Usage.NONE, session.startedEpochMs()),
                        null));
    }

    public void interim(AccountedSession session, Usage usage) {
        long now = epochMs.getAsLong();
        Attributes interim = AccountingAttributes.interim(config.get(), session, usage, now);
        queue.add(
                new Command.Write(
                        records(session, now, interim), journalEntry(session, usage, now), null));
    }

    public void stop(AccountedSession session, Usage usage, TerminateCause cause, String reason) {
        long now = epochMs.getAsLong();
        Attributes stop =
                AccountingAttributes.stop(
                        config.get(), session, usage, cause.number(), reason, now);
        queue.add(
                new Command.Write(
                        records(session, now, stop), null, session.facts().acctSessionId()));
    }

    /** A peer was refused after its key was looked up: Tunnel-Reject, with the reason in words. */
    public void reject(
            AccountedSession session, TerminateCause cause, String reason, String sentence) {
        long now = epochMs.getAsLong();
        Attributes reject =
                AccountingAttributes.reject(
                        config.get(), session, cause.number(), reason, sentence, now);
        queue.add(new Command.Write(records(session, now, reject), null, null));
    }

    /** Records no server has acknowledged yet. */
    public int queued() {
        return queued;
    }

    /** Waits until all is delivered, at most this long; what is left stays on the disk. */
    public boolean drain(long milliseconds) {
        CountDownLatch latch = new CountDownLatch(1);
        queue.add(new Command.Stop(latch));
        try {
            return latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AccountingAction action(AccountedSession session) {
        AccountingList list = config.get().aaa().networkAccounting().get(session.list());
        return list == null ? AccountingAction.NONE : list.action();
    }

    /** One record per group when broadcast, else one that tries the groups in order. */
    private List<AccountingRecord> records(
            AccountedSession session, long eventMs, Attributes attributes) {
        AccountingList list = config.get().aaa().networkAccounting().get(session.list());
        if (list == null || list.action() == AccountingAction.NONE) {
            return List.of();
        }
        return routes(list).stream()
                .map(route -> new AccountingRecord(0, eventMs, route, attributes))
                .toList();
    }

    private static List<String> routes(AccountingList list) {
        return list.broadcast() ? list.groups() : List.of(String.join(",", list.groups()));
    }

    private @Nullable AccountingRecord journalEntry(
            AccountedSession session, Usage usage, long now) {
        Attributes interim = AccountingAttributes.interim(config.get(), session, usage, now);
        Attributes.Builder stop = Attributes.builder().u32(Attr.ACCT_STATUS_TYPE, Attr.ACCT_STOP);
        interim.forEach(attribute -> {
            if (attribute.type() != Attr.ACCT_STATUS_TYPE) {
                stop.add(attribute);
            }
        });
        List<AccountingRecord> routed = records(session, now, stop.build());
        return routed.isEmpty() ? null : routed.getFirst();
    }

    private List<AccountingRecord> hubRecords(int status, String acctSessionId, long now) {
        Set<String> routes = new LinkedHashSet<>();
        for (AccountingList list : config.get().aaa().networkAccounting().values()) {
            if (list.action() != AccountingAction.NONE) {
                routes.addAll(routes(list));
            }
        }
        Attributes attributes = AccountingAttributes.hub(config.get(), status, acctSessionId, now);
        return routes.stream()
                .map(route -> new AccountingRecord(0, now, route, attributes))
                .toList();
    }

    private void run() {
        while (!closed) {
            try {
                List<Command> batch = new ArrayList<>();
                Command first = queue.poll(waitMs(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch);
                }
                carryOut(batch);
                pump();
            } catch (InterruptedException e) {
                break;
            } catch (IOException e) {
                // A full or failing disk: the session goes on, its record is lost and said so.
                LOG.error("{}", LogLine.of("accounting-disk").with("error", e.getMessage()), e);
            }
        }
        try {
            spool.close();
            journal.close();
        } catch (IOException e) {
            LOG.warn("{}", LogLine.of("accounting-close").with("error", e.getMessage()));
        }
    }

    private long waitMs() {
        if (retryAtMs == 0) {
            return 1_000;
        }
        return Math.max(1, Math.min(1_000, retryAtMs - nowMs()));
    }

    private void carryOut(List<Command> batch) throws IOException {
        List<AccountingRecord> writes = new ArrayList<>();
        List<AccountingRecord> opens = new ArrayList<>();
        List<String> closes = new ArrayList<>();
        List<Long> delivered = new ArrayList<>();
        for (Command command : batch) {
            switch (command) {
                case Command.Write write -> {
                    writes.addAll(write.records());
                    if (write.journalOpen() != null) {
                        opens.add(write.journalOpen());
                    }
                    if (write.journalClose() != null) {
                        closes.addAll(
                                write.journalClose().isEmpty()
                                        ? journal.sessions().stream()
                                                .map(AccountingRecord::session)
                                                .toList()
                                        : List.of(write.journalClose()));
                    }
                }
                case Command.Answered answered -> answered(answered, delivered);
                case Command.Stop stop -> drained = stop.drained();
            }
        }
        // The Stop is in the spool before the journal forgets the session: a kill between the two
        // sends it twice, never not at all.
        journal.update(opens);
        int before = writes.size();
        int kept = spool.add(writes).size();
        if (kept < before) {
            LOG.error(
                    "{}",
                    LogLine.of("accounting-dropped")
                            .with("records", before - kept)
                            .with("total", spool.dropped())
                            .with("detail", "the spool is at its limit; bring a server back"));
        }
        journal.close(closes);
        spool.delivered(delivered);
        queued = spool.size();
    }

    private void answered(Command.Answered answered, List<Long> delivered) {
        inFlight.remove(answered.record().sequence());
        if (answered.reply() instanceof GroupReply.Replied) {
            delivered.add(answered.record().sequence());
            if (retryAtMs != 0) {
                LOG.info("{}", LogLine.of("accounting-server-back").with("queued", spool.size()));
            }
            retryMs = 0;
            retryAtMs = 0;
            return;
        }
        if (retryAtMs == 0 && answered.reply() instanceof GroupReply.NoAnswer(String sentence)) {
            LOG.warn(
                    "{}",
                    LogLine.of("accounting-server-away")
                            .with("queued", spool.size())
                            .with("detail", sentence));
        }
        retryMs = retryMs == 0 ? FIRST_RETRY_MS : Math.min(LAST_RETRY_MS, retryMs * 2);
        retryAtMs = nowMs() + retryMs;
    }

    /** Sends what may be sent now. */
    private void pump() {
        if (spool.size() == 0 && drained != null) {
            drained.countDown();
        }
        if (retryAtMs != 0 && retryAtMs - nowMs() > 0) {
            return;
        }
        // After silence one record probes; the rest follow when it is answered.
        int window = retryAtMs == 0 ? WINDOW : 1;
        Set<String> earlier = new HashSet<>();
        List<AccountingRecord> ready = new ArrayList<>();
        int scanned = 0;
        for (AccountingRecord record : spool.pending()) {
            if (inFlight.size() + ready.size() >= window || ++scanned > SCAN) {
                break;
            }
            // On and Off speak for the whole hub: nothing may overtake them or be overtaken.
            boolean barrier = record.status() == Attr.ACCT_ON || record.status() == Attr.ACCT_OFF;
            if (barrier && scanned > 1) {
                break;
            }
            if (earlier.add(record.session() + " " + record.group())
                    && !inFlight.contains(record.sequence())) {
                ready.add(record);
            }
            if (barrier) {
                break;
            }
        }
        ready.forEach(this::send);
    }

    private void send(AccountingRecord record) {
        inFlight.add(record.sequence());
        long delaySeconds = Math.max(0, (epochMs.getAsLong() - record.eventMs()) / 1_000);
        Attributes attributes =
                Attributes.builder()
                        .addAll(record.attributes())
                        .u32(Attr.ACCT_DELAY_TIME, delaySeconds)
                        .build();
        send(record, new ArrayList<>(Arrays.asList(record.group().split(","))), attributes);
    }

    private void send(AccountingRecord record, List<String> left, Attributes attributes) {
        radius.send(
                groups.group(left.removeFirst()),
                Code.ACCOUNTING_REQUEST,
                attributes,
                null,
                reply -> {
                    if (reply instanceof GroupReply.NoAnswer && !left.isEmpty()) {
                        send(record, left, attributes);
                    } else {
                        queue.add(new Command.Answered(record, reply));
                    }
                });
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
