package io.flexaaa.server.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.accounting.AcctRecord.Report;
import io.flexaaa.server.accounting.AcctRecord.Status;
import io.flexaaa.server.accounting.UsageQuery.By;
import io.flexaaa.server.accounting.UsageQuery.Step;
import io.flexaaa.server.accounting.store.AccountingStore;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.session.LiveSessions;
import io.flexaaa.server.session.OtherInstance;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionRow;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.store.SessionStore;
import io.flexaaa.server.session.store.SessionWriteStore;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Accounting on a real PostgreSQL: two instances, duplicates, months, history, usage. */
@ServerTest
class AccountingIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Autowired private AccountingService accounting;
    @Autowired private AccountingUpkeep upkeep;
    @Autowired private UsageService usage;
    @Autowired private LiveSessions sessions;
    @Autowired private SessionStore sessionStore;
    @Autowired private SessionWriteStore sessionWrites;
    @Autowired private AccountingStore store;
    @Autowired private TransactionTemplate transaction;
    @Autowired private ApplicationEventPublisher events;
    @Autowired private JdbcTemplate jdbc;
    @Autowired private Clock clock;

    private @Nullable OtherInstance second;
    private @Nullable BatchWriter secondWriter;
    private final String peer = "acct-it-" + UUID.randomUUID();

    @BeforeEach
    void secondServer() {
        second = OtherInstance.on(sessionStore, sessionWrites, events, clock);
        secondWriter = writer(clock);
    }

    private OtherInstance other() {
        return Objects.requireNonNull(second);
    }

    private BatchWriter writer(Clock clock) {
        return new BatchWriter.Factory(
                        other().follower(),
                        other().journal(),
                        store,
                        other().sessions(),
                        upkeep,
                        transaction,
                        clock)
                .writer(0);
    }

    @Test
    void whatOneInstanceWritesTheOtherShowsWithinASecond() {
        UUID here = UUID.randomUUID();
        UUID there = UUID.randomUUID();
        submit(report(Status.START, here, 0, 0));
        otherCommit(report(Status.START, there, 0, 0));
        other().follow();
        assertThat(other().sessions().online(peer)).isTrue();
        assertThat(live(other().sessions(), here)).isNotNull();
        // The server's own follower runs by itself.
        Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> live(sessions, there) != null);

        submit(report(Status.STOP, there, 10, 1_000));
        other().follow();
        assertThat(live(other().sessions(), there)).isNull();
        otherCommit(report(Status.STOP, here, 10, 1_000));
        Awaitility.await().atMost(Duration.ofSeconds(1)).until(() -> live(sessions, here) == null);
    }

    @Test
    void anInstanceThatKnowsAnOldStateReadsBeforeItWrites() {
        UUID key = UUID.randomUUID();
        submit(report(Status.START, key, 0, 0));
        // Neither follows the other meanwhile: each finds the other's row when it writes.
        otherCommit(report(Status.INTERIM, key, 10, 1_000));
        submit(report(Status.INTERIM, key, 20, 2_000));
        otherCommit(report(Status.START, key, 0, 0), report(Status.STOP, key, 30, 3_000));
        submit(report(Status.INTERIM, key, 25, 2_500));
        Session session = only();
        assertThat(session.state()).isEqualTo(SessionState.ENDED);
        assertThat(session.rxBytes()).isEqualTo(3_000);
        assertThat(reports(session))
                .isEqualTo(
                        "Start 0, Interim-Update 10, Interim-Update 20,"
                                + " Interim-Update 25, Stop 30");
        assertThat(used(Step.HOUR)).isEqualTo("30 s 3000 octets 1 ended");
    }

    @Test
    void anyOrderAndAnyCopiesMakeOneRowAndTheSameSum() {
        long seed = 20261124;
        Random random = new Random(seed);
        UUID key = UUID.randomUUID();
        List<Report> all = new ArrayList<>();
        for (int copy = 0; copy < 3; copy++) {
            all.add(report(Status.START, key, 0, 0));
            for (int i = 1; i < 9; i++) all.add(report(Status.INTERIM, key, i * 10, i * 1_000));
            all.add(report(Status.STOP, key, 90, 9_000));
        }
        Collections.shuffle(all, random);
        for (Report report : all) {
            if (random.nextBoolean()) submit(report);
            else otherCommit(report);
        }
        Session session = only();
        assertThat(session.state()).as("seed %d", seed).isEqualTo(SessionState.ENDED);
        assertThat(sessions.detail(session.id()).reports()).hasSize(10);
        assertThat(used(Step.HOUR)).as("seed %d", seed).isEqualTo("90 s 9000 octets 1 ended");
        upkeep.days(clock.instant());
        upkeep.days(clock.instant());
        assertThat(used(Step.DAY)).isEqualTo("90 s 9000 octets 1 ended");
    }

    @Test
    void anEndedSessionMovesToItsMonthAndIsStillFoundAndChanged() {
        UUID key = UUID.randomUUID();
        submit(report(Status.START, key, 0, 0), report(Status.STOP, key, 50, 5_000));
        upkeep.settle(clock.instant().plus(Duration.ofHours(2)));
        assertThat(count("acct_session")).isZero();
        assertThat(count("acct_session_past")).isEqualTo(1);
        Session session = only();
        assertThat(sessions.find(session.id())).isPresent();
        // Long after: the history gives it back, and it stays one session that has ended.
        otherCommit(report(Status.INTERIM, key, 60, 6_000));
        other().follow();
        assertThat(only().rxBytes()).isEqualTo(6_000);
        assertThat(only().state()).isEqualTo(SessionState.ENDED);
        upkeep.settle(clock.instant().plus(Duration.ofHours(2)));
        assertThat(count("acct_session_past")).isEqualTo(1);
        assertThat(reports(only())).isEqualTo("Start 0, Stop 50, Interim-Update 60");
        assertThat(used(Step.HOUR)).isEqualTo("60 s 6000 octets 1 ended");
    }

    @Test
    void aRebootEndsWhatBothInstancesKnow() throws Exception {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        submit(report(Status.START, one, 0, 0));
        otherCommit(report(Status.START, two, 0, 0));
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        accounting.submit(
                new AcctRecord.Restart(77, "192.0.2.77", NOW.plusSeconds(5), true), done::complete);
        assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
        other().follow();
        assertThat(other().sessions().online(peer)).isFalse();
        assertThat(find(SessionState.ENDED))
                .hasSize(2)
                .allMatch(s -> "NAS-Reboot".equals(s.terminateCause()));
        // The other one's memory is old in the same moment: its Interim raises no dead session.
        otherCommit(report(Status.INTERIM, two, 10, 10));
        assertThat(find(SessionState.ENDED)).hasSize(2);
    }

    @Test
    void partitionsAreThereBeforeAMonthEndsAndGoWhenTheirTimeIsOver() {
        // A year that is over: what other tests store now must not be dropped.
        Instant lastOfYear = Instant.parse("2024-12-31T23:59:59Z");
        upkeep.partitions(lastOfYear);
        assertThat(partitions("acct_session_past"))
                .contains("acct_session_past_202412", "acct_session_past_202501");
        assertThat(partitions("acct_event")).contains("acct_event_20241231", "acct_event_20250101");
        UUID key = UUID.randomUUID();
        submitAt(lastOfYear.minusSeconds(20), Status.START, key, 0);
        submitAt(lastOfYear, Status.INTERIM, key, 20);
        submitAt(lastOfYear.plusSeconds(10), Status.STOP, key, 30);
        upkeep.settle(lastOfYear.plus(Duration.ofHours(2)));
        assertThat(count("acct_session_past_202501")).isEqualTo(1);
        assertThat(usedIn(lastOfYear.minusSeconds(60), lastOfYear.plusSeconds(60), Step.DAY))
                .isEqualTo("21 s 2100 octets 0 ended; 9 s 900 octets 1 ended");
        assertThat(reports(only())).isEqualTo("Start 0, Interim-Update 20, Stop 30");

        // 60 days of reports, 400 of sessions (the defaults) later.
        upkeep.partitions(lastOfYear.plus(Duration.ofDays(61)));
        assertThat(partitions("acct_event")).doesNotContain("acct_event_20241231");
        assertThat(partitions("acct_session_past")).contains("acct_session_past_202501");
        upkeep.partitions(lastOfYear.plus(Duration.ofDays(432)));
        assertThat(partitions("acct_session_past")).doesNotContain("acct_session_past_202501");
        assertThat(find(SessionState.ENDED)).isEmpty();
    }

    @Test
    void aMissingPartitionIsMadeWhenARecordNeedsIt() {
        Instant day = Instant.parse("2023-06-15T12:00:00Z");
        assertThat(partitions("acct_event")).doesNotContain("acct_event_20230615");
        UUID key = UUID.randomUUID();
        Report stop = report(Status.STOP, key, 10, 1_000, day, day);
        BatchWriter late = writer(Clock.fixed(day, ZoneOffset.UTC));
        late.commit(List.of(stop), () -> {});
        assertThat(partitions("acct_event")).contains("acct_event_20230615");
    }

    @Test
    void sessionsAreFoundByTimeGroupAndNas() {
        UUID early = UUID.randomUUID();
        UUID late = UUID.randomUUID();
        submitAt(NOW.minusSeconds(7_200), Status.START, early, 0);
        submitAt(NOW.minusSeconds(3_600), Status.STOP, early, 3_600);
        submitAt(NOW.minusSeconds(60), Status.START, late, 0);
        assertThat(between(NOW.minusSeconds(5_400), NOW.minusSeconds(5_000))).hasSize(1);
        assertThat(between(NOW.minusSeconds(3_000), NOW.minusSeconds(2_000))).isEmpty();
        assertThat(between(NOW.minusSeconds(5_400), NOW)).hasSize(2);
        var all = new PageRequest(10, null, null);
        assertThat(query(new SessionQuery(null, true, peer, "site", "acct-nas", null, null, all)))
                .hasSize(2);
        assertThat(query(new SessionQuery(null, true, peer, "other", null, null, null, all)))
                .isEmpty();
        assertThat(query(new SessionQuery(null, true, peer, null, "x", null, null, all))).isEmpty();
    }

    private List<Session> between(Instant from, Instant to) {
        return query(
                new SessionQuery(
                        null, true, peer, null, null, from, to, new PageRequest(10, null, null)));
    }

    private List<Session> query(SessionQuery query) {
        return sessions.list(query).items();
    }

    private List<Session> find(SessionState state) {
        return query(
                new SessionQuery(
                        state,
                        state == SessionState.ENDED,
                        peer,
                        null,
                        null,
                        null,
                        null,
                        new PageRequest(10, null, null)));
    }

    /** The peer's only session, open or ended. */
    private Session only() {
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> all().size() == 1);
        return all().getFirst();
    }

    private List<Session> all() {
        return query(
                new SessionQuery(
                        null, true, peer, null, null, null, null, new PageRequest(10, null, null)));
    }

    private String reports(Session session) {
        List<String> words = new ArrayList<>();
        sessions.detail(session.id())
                .reports()
                .forEach(r -> words.add(r.status() + " " + r.sessionSeconds()));
        return String.join(", ", words);
    }

    private String used(Step step) {
        return usedIn(NOW.minus(Duration.ofDays(2)), NOW.plus(Duration.ofDays(1)), step);
    }

    private String usedIn(Instant from, Instant to, Step step) {
        // The server's own timer may be at it: whoever is, then it is done.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    upkeep.sumUp();
                    return count("acct_usage_pending") == 0;
                });
        Instant since = from.truncatedTo(ChronoUnit.DAYS);
        List<String> words = new ArrayList<>();
        for (UsageRow row :
                usage.usage(
                                new UsageQuery(
                                        step,
                                        By.PEER,
                                        peer,
                                        null,
                                        null,
                                        since,
                                        to,
                                        since.minusSeconds(1),
                                        "",
                                        100))
                        .items()) {
            words.add(
                    row.sessionSeconds()
                            + " s "
                            + row.rxBytes()
                            + " octets "
                            + row.sessionsEnded()
                            + " ended");
        }
        return String.join("; ", words);
    }

    private List<String> partitions(String table) {
        return usage.retention().partitions().stream()
                .filter(p -> p.table().equals(table))
                .map(AccountingPartition::name)
                .toList();
    }

    private long count(String table) {
        Long rows =
                jdbc.queryForObject(
                        "select count(*) from " + table + " where peer_name = ?", Long.class, peer);
        return rows == null ? 0 : rows;
    }

    private static @Nullable Session live(LiveSessions of, UUID key) {
        return of.findByAuditSessionId(key.toString())
                .filter(s -> s.state() != SessionState.ENDED)
                .orElse(null);
    }

    private void submit(Report... reports) {
        for (Report report : reports) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            assertThat(accounting.submit(report, done::complete)).isTrue();
            assertThat(done.completeOnTimeout(false, 20, TimeUnit.SECONDS).join()).isTrue();
        }
    }

    private void submitAt(Instant at, Status status, UUID key, int second) {
        submit(report(status, key, second, second * 100L, at, at));
    }

    private void otherCommit(Report... reports) {
        Objects.requireNonNull(secondWriter).commit(List.of(reports), () -> {});
    }

    private Report report(Status status, UUID key, int second, long octets) {
        return report(
                status,
                key,
                second,
                octets,
                NOW.truncatedTo(ChronoUnit.HOURS).plusSeconds(second),
                NOW);
    }

    private Report report(
            Status status, UUID key, int second, long octets, Instant at, Instant received) {
        return new Report(
                status,
                key,
                new SessionRow.Source(77, "acct-nas", "192.0.2.77", null, null, 1L, null),
                "0001",
                key.toString(),
                new SessionRow.Who(
                        peer, peer, "site", "10.1.2.3", null, "2001:db8::1", "RADIUS", null, null),
                at,
                received,
                new SessionRow.Usage(
                        second, BigInteger.valueOf(octets), BigInteger.ZERO, second, 0),
                null,
                status == Status.STOP ? "User-Request" : null,
                List.of());
    }
}
