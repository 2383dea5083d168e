package io.flexaaa.server.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flexaaa.server.ServerTest;
import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionLog;
import io.flexaaa.server.authlog.DecisionQuery;
import io.flexaaa.server.identity.PeerService;
import io.flexaaa.server.identity.PeerWrite;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.nas.NasWrite;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.pool.store.LeaseStore;
import io.flexaaa.server.pool.store.PoolExhaustedException;
import io.flexaaa.server.pool.store.SecondInstance;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.snapshot.SnapshotService;
import io.flexaaa.server.transport.Radclient;
import io.flexaaa.server.web.Api;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Addresses from pools of the server, asked for by radclient and by two instances at once. */
@ServerTest
class PoolIT {
    private static final String SECRET = "pool-it-secret";
    private static final String HUB = "127.0.0.41";

    @Autowired private PoolService pools;
    @Autowired private LeaseStore store;
    @Autowired private PeerService peers;
    @Autowired private NasService nas;
    @Autowired private SnapshotService snapshot;
    @Autowired private DecisionLog decisions;
    @Autowired private Api api;

    @Value("${flexaaa.radius.auth-ports}")
    private int authPort;

    @Value("${flexaaa.radius.acct-ports}")
    private int acctPort;

    @Value("${flexaaa.database.url}")
    private String url;

    @Value("${flexaaa.database.username}")
    private String user;

    @Value("${flexaaa.database.password}")
    private String password;

    @BeforeEach
    void hub() {
        nas.put(
                "pool-hub",
                new NasWrite(null, HUB, SECRET, null, true, null, null, null, true),
                null);
    }

    @Test
    void anAddressIsLentKeptAndGivenBackByTheStop() throws Exception {
        pool("it-lend", "10.60.0.0/29", "255.255.255.0");
        pool("it-lend6", "2001:db8:60::10-2001:db8:60::1f", null);
        peer("pool-a.example", "it-lend", "it-lend6");
        peer("pool-b.example", "it-lend", null);
        Radclient.Reply a = look("pool-a.example", "pool-audit-a");
        assertThat(a.attributes())
                .contains("Framed-IP-Address = 10.60.0.1", "Framed-IP-Netmask = 255.255.255.0");
        assertThat(a.avPairs())
                .contains("ipsec:addrv6=2001:db8:60:0:0:0:0:10", "ipsec:prefix-len=64");
        assertThat(look("pool-b.example", "pool-audit-b").attributes())
                .contains("Framed-IP-Address = 10.60.0.2");
        // The user look-up of the same peer, and the next tunnel.
        assertThat(look("pool-a.example", "pool-audit-a").attributes())
                .contains("Framed-IP-Address = 10.60.0.1");
        account("Start", "10.60.0.1");
        account("Stop", "10.60.0.1");
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> !lease("it-lend", "10.60.0.1").active());
        assertThat(lease("it-lend", "10.60.0.1").releaseReason()).isEqualTo("accounting-stop");
        assertThat(lease("it-lend", "10.60.0.2").active()).isTrue();
        // Nobody else needed it: it is there again for the same peer.
        assertThat(look("pool-a.example", "pool-audit-a2").attributes())
                .contains("Framed-IP-Address = 10.60.0.1");
    }

    @Test
    void anExhaustedPoolIsARejectThatSaysSo() throws Exception {
        pool("it-one", "10.61.0.5", null);
        peer("pool-first.example", "it-one", null);
        peer("pool-second.example", "it-one", null);
        assertThat(look("pool-first.example", "pool-audit-1").accepted()).isTrue();
        assertThat(look("pool-second.example", "pool-audit-2").code()).isEqualTo("Access-Reject");
        Decision decision =
                Awaitility.await()
                        .atMost(30, TimeUnit.SECONDS)
                        .until(
                                () ->
                                        decisions
                                                .search(
                                                        new DecisionQuery(
                                                                null,
                                                                "pool-second.example",
                                                                null,
                                                                "pool-exhausted",
                                                                null,
                                                                PageRequest.first(1)))
                                                .items(),
                                found -> !found.isEmpty())
                        .getFirst();
        assertThat(decision.sentence()).contains("it-one").contains("widen the pool");
        var browser = api.signedIn(Role.ADMIN);
        assertThat(browser.delete("/api/v1/pools/it-one/leases/10.61.0.5").status()).isEqualTo(204);
        assertThat(browser.delete("/api/v1/pools/it-one/leases/10.61.0.5").status()).isEqualTo(404);
        assertThat(look("pool-second.example", "pool-audit-3").attributes())
                .contains("Framed-IP-Address = 10.61.0.5");
    }

    @Test
    void whatNobodyAsksForIsFreeAfterTheHoldTime() {
        long id = pool("it-stale", "10.62.0.0/29", null);
        Instant now = Instant.now();
        LeaseRequest request = new LeaseRequest(id, null, "pool-stale.example", "hub", null);
        store.lease(request, now);
        store.releaseStale(now.plusSeconds(3_599));
        assertThat(lease("it-stale", "10.62.0.1").active()).isTrue();
        store.releaseStale(now.plusSeconds(3_602));
        assertThat(lease("it-stale", "10.62.0.1").releaseReason()).isEqualTo("stale");
    }

    @Test
    void aRestartedInstanceKnowsWhoHasWhat() {
        long id = pool("it-restart", "10.63.0.0/29", null);
        LeaseRequest request = new LeaseRequest(id, null, "pool-restart.example", "hub", null);
        LeaseResult.Granted before = store.lease(request, Instant.now());
        store.lease(new LeaseRequest(id, null, "other.example", "hub", null), Instant.now());
        SecondInstance restarted = new SecondInstance(url, user, password);
        assertThat(restarted.lease(request, Instant.now())).isEqualTo(before);
    }

    /** 60 peers and 2 instances want 40 addresses, each peer at both instances at once. */
    @Test
    void twoInstancesNeverLendAnAddressTwice() throws Exception {
        long id = pool("it-race", "10.64.0.1-10.64.0.40", null);
        SecondInstance second = new SecondInstance(url, user, password);
        List<Callable<@Nullable String>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String holder = "race" + i + ".example";
            LeaseRequest request = new LeaseRequest(id, null, holder, "hub", null);
            calls.add(() -> tell(holder, () -> store.lease(request, Instant.now())));
            calls.add(() -> tell(holder, () -> second.lease(request, Instant.now())));
        }
        Set<String> granted = new HashSet<>();
        int refused = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<@Nullable String> future : threads.invokeAll(calls)) {
                String line = future.get();
                if (line == null) refused++;
                else granted.add(line);
            }
        }
        // One line a peer and address: the same peer got the same address at both instances.
        assertThat(granted).hasSize(40);
        assertThat(granted.stream().map(l -> l.split(" ")[0]).distinct()).hasSize(40);
        assertThat(granted.stream().map(l -> l.split(" ")[1]).distinct()).hasSize(40);
        assertThat(refused).isEqualTo(40);
        assertThat(pools.get("it-race").leased()).isEqualTo(40);
    }

    @Test
    void badPoolsAreRefused() {
        pool("it-here", "10.65.0.0/24", null);
        for (PoolWrite bad :
                List.of(
                        write("10.65.0.128/25", null),
                        write("10.66.0.9-10.66.0.1", null),
                        write("10.66.0.0/24", "255.0.255.0"),
                        new PoolWrite(null, List.of(), null, null, null, null),
                        new PoolWrite(
                                null,
                                List.of("10.66.0.0/30"),
                                List.of("10.66.0.0/24"),
                                null,
                                null,
                                null),
                        new PoolWrite(null, List.of("10.66.0.0/30"), null, null, null, 5))) {
            assertThatThrownBy(() -> pools.put("it-bad", bad, null))
                    .as(bad.toString())
                    .isInstanceOf(Problem.Invalid.class);
        }
        peer("pool-user.example", "it-here", null);
        assertThatThrownBy(() -> pools.delete("it-here"))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("1 peers or groups");
        assertThatThrownBy(() -> peer("pool-none.example", "no-such-pool", null))
                .isInstanceOf(Problem.Invalid.class);
    }

    private static @Nullable String tell(String holder, Callable<LeaseResult.Granted> call)
            throws Exception {
        try {
            Lease lease = call.call().v4();
            return lease == null ? null : holder + " " + lease.address().getHostAddress();
        } catch (PoolExhaustedException e) {
            return null;
        }
    }

    private static PoolWrite write(String range, @Nullable String mask) {
        Integer length = range.contains(":") ? 64 : null;
        return new PoolWrite(null, List.of(range), null, mask, length, 3_600);
    }

    private long pool(String name, String range, @Nullable String mask) {
        return pools.put(name, write(range, mask), null).id();
    }

    private void peer(String name, @Nullable String v4, @Nullable String v6) {
        peers.put(
                name,
                new PeerWrite(
                        null, true, null, null, null, null, null, null, null, null, null, v4, v6,
                        null, null),
                null);
    }

    private LeaseView lease(String pool, String address) {
        return pools.leases(pool, PageRequest.first(500)).items().stream()
                .filter(l -> l.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private Radclient.Reply look(String name, String audit) throws InterruptedException {
        assertThat(snapshot.awaitApplied(Duration.ofSeconds(30))).isTrue();
        return Radclient.ask(
                HUB,
                authPort,
                "auth",
                SECRET,
                "User-Name = \"" + name + "\"",
                "User-Password = \"cisco\"",
                "Service-Type = Outbound-User",
                "Cisco-AVPair = \"audit-session-id=" + audit + "\"");
    }

    private void account(String status, String address) {
        Radclient.Reply reply =
                Radclient.ask(
                        HUB,
                        acctPort,
                        "acct",
                        SECRET,
                        "User-Name = \"pool-a.example\"",
                        "Acct-Status-Type = " + status,
                        "Acct-Session-Id = \"pool-1\"",
                        "Framed-IP-Address = " + address,
                        "Cisco-AVPair = \"audit-session-id=pool-audit-a\"");
        assertThat(reply.code()).isEqualTo("Accounting-Response");
    }
}
