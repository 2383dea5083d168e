package io.flexaaa.protocol.radius.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.server.DuplicateCache.Verdict;

import org.junit.jupiter.api.Test;

/** RFC 5080 §2.2.2. */
class DuplicateCacheTest {
    private final DuplicateCache cache = new DuplicateCache(4, 5000);

    @Test
    void aCopyWhileWorkingIsAbsorbedAndAfterwardsReplayed() {
        long ticket = fresh("a", 1, 7, 0);
        assertThat(receive("a", 1, 7, 10)).isInstanceOf(Verdict.Absorb.class);
        cache.finished(ticket, new byte[] {2});
        assertThat(receive("a", 1, 7, 20))
                .isInstanceOfSatisfying(
                        Verdict.Replay.class,
                        replay -> assertThat(replay.reply()).containsExactly(2));
    }

    @Test
    void anotherAuthenticatorIsANewRequest() {
        long first = fresh("a", 1, 7, 0);
        long second = fresh("a", 1, 8, 1);
        cache.finished(first, new byte[] {1});
        assertThat(receive("a", 1, 8, 2)).isInstanceOf(Verdict.Absorb.class);
        cache.finished(second, new byte[] {2});
        assertThat(receive("a", 1, 8, 3)).isInstanceOf(Verdict.Replay.class);
    }

    @Test
    void anotherPortIsANewRequest() {
        fresh("a", 1, 7, 0);
        fresh("b", 1, 7, 0);
    }

    @Test
    void afterTheHoldTimeItIsNewAgain() {
        long ticket = fresh("a", 1, 7, 0);
        cache.finished(ticket, new byte[] {2});
        assertThat(receive("a", 1, 7, 4999)).isInstanceOf(Verdict.Replay.class);
        fresh("a", 1, 7, 5001);
    }

    @Test
    void itNeverHoldsMoreThanItMay() {
        for (int i = 0; i < 100; i++) fresh("a" + i, 1, i, i);
        assertThat(cache.size()).isEqualTo(4);
        assertThat(receive("a99", 1, 99, 100)).isInstanceOf(Verdict.Absorb.class);
        fresh("a0", 1, 0, 101);
    }

    @Test
    void largeRepliesCountByTheirOctets() {
        DuplicateCache large = new DuplicateCache(100_000, 50_000, 5_000);
        for (int i = 0; i < 1_000; i++) {
            byte[] packet = new byte[20];
            packet[0] = 1;
            packet[18] = (byte) (i >> 8);
            packet[19] = (byte) i;
            Verdict verdict = large.received("a" + i, packet, 0, i);
            large.finished(((Verdict.Fresh) verdict).ticket(), new byte[4_096]);
            assertThat(large.octets()).isLessThanOrEqualTo(50_000);
        }
        assertThat(large.size()).isBetween(8, 12);
    }

    private long fresh(String source, int identifier, int authenticator, long nowMs) {
        Verdict verdict = receive(source, identifier, authenticator, nowMs);
        assertThat(verdict).isInstanceOf(Verdict.Fresh.class);
        return ((Verdict.Fresh) verdict).ticket();
    }

    private Verdict receive(String source, int identifier, int authenticator, long nowMs) {
        byte[] packet = new byte[20];
        packet[0] = 1;
        packet[1] = (byte) identifier;
        packet[19] = (byte) authenticator;
        return cache.received(source, packet, 0, nowMs);
    }
}
