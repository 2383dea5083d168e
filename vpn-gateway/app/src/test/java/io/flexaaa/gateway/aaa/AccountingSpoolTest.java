package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

class AccountingSpoolTest {
    private static final long LIMIT = 1 << 20;

    @TempDir Path folder;

    @Test
    void whatIsNotAcknowledgedIsThereAfterARestartInOrder() throws Exception {
        Path file = folder.resolve("spool");
        try (AccountingSpool spool = AccountingSpool.open(file, LIMIT)) {
            spool.add(List.of(record("a", Attr.ACCT_START), record("b", Attr.ACCT_START)));
            spool.add(List.of(record("a", Attr.ACCT_STOP)));
            spool.delivered(List.of(1L));
        }
        try (AccountingSpool spool = AccountingSpool.open(file, LIMIT)) {
            assertThat(spool.pending())
                    .extracting(r -> r.session() + r.status())
                    .containsExactly("b1", "a2");
            assertThat(spool.add(List.of(record("c", Attr.ACCT_START))))
                    .extracting(AccountingRecord::sequence)
                    .containsExactly(4L);
        }
    }

    /**
     * Law: however a run of adds and acknowledgements is cut, nothing acknowledged to the caller of
     * add is lost unless the servers have it.
     */
    @Test
    void aKillAtAnyOctetLosesNothing() throws Exception {
        long seed = 7;
        Random random = new Random(seed);
        Path file = folder.resolve("whole");
        // What must be pending once the file has this many octets.
        TreeMap<Long, List<Long>> mustHold = new TreeMap<>();
        List<Long> pending = new ArrayList<>();
        mustHold.put(0L, List.of());
        try (AccountingSpool spool = AccountingSpool.open(file, LIMIT)) {
            // One stays, so that the file is never emptied and each cut is a prefix of one run.
            for (int i = 0; i < 25; i++) {
                if (pending.size() > 1 && random.nextBoolean()) {
                    long gone = pending.remove(1 + random.nextInt(pending.size() - 1));
                    spool.delivered(List.of(gone));
                } else {
                    spool.add(List.of(record("s" + i, Attr.ACCT_START)))
                            .forEach(r -> pending.add(r.sequence()));
                }
                mustHold.put(Files.size(file), List.copyOf(pending));
            }
        }
        byte[] all = Files.readAllBytes(file);
        for (int cut = 0; cut <= all.length; cut++) {
            Path copy = folder.resolve("cut");
            Files.write(copy, Arrays.copyOf(all, cut));
            try (AccountingSpool spool = AccountingSpool.open(copy, LIMIT)) {
                assertThat(spool.pending())
                        .as("seed %d cut %d", seed, cut)
                        .extracting(AccountingRecord::sequence)
                        .containsExactlyElementsOf(mustHold.floorEntry((long) cut).getValue());
            }
            Files.delete(copy);
        }
    }

    @Test
    void theLimitDropsInterimsFirst() throws Exception {
        try (AccountingSpool spool = AccountingSpool.open(folder.resolve("small"), 2_000)) {
            int interims = 0;
            while (spool.add(List.of(record("i", Attr.ACCT_INTERIM))).size() == 1) {
                interims++;
            }
            assertThat(interims).isPositive();
            assertThat(spool.add(List.of(record("s", Attr.ACCT_STOP)))).hasSize(1);
            while (spool.add(List.of(record("s", Attr.ACCT_STOP))).size() == 1) {
                assertThat(spool.size()).isLessThan(1_000);
            }
            assertThat(spool.dropped()).isEqualTo(2);
        }
    }

    @Test
    void anEmptiedSpoolIsAnEmptyFile() throws Exception {
        Path file = folder.resolve("empty");
        try (AccountingSpool spool = AccountingSpool.open(file, LIMIT)) {
            spool.add(List.of(record("a", Attr.ACCT_START)));
            spool.delivered(List.of(1L));
        }
        assertThat(Files.size(file)).isZero();
    }

    static AccountingRecord record(String session, int status) {
        return new AccountingRecord(
                0,
                1_000,
                "G",
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.ACCT_SESSION_ID, session)
                        .build());
    }
}
