package io.flexaaa.gateway.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class RecordLogTest {
    @TempDir Path folder;

    /**
     * Law: whatever octet the crash cuts at, every record whose append returned before is there.
     */
    @Test
    void aFileCutAtAnyOctetKeepsEveryWholeRecordAndTakesNewOnes() throws Exception {
        long seed = 20261123;
        Random random = new Random(seed);
        List<byte[]> written = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        Path whole = folder.resolve("whole");
        try (RecordLog log = RecordLog.open(whole).log()) {
            for (int i = 0; i < 12; i++) {
                byte[] record = new byte[random.nextInt(40)];
                random.nextBytes(record);
                log.append(List.of(record));
                written.add(record);
                ends.add(log.size());
            }
        }
        byte[] all = Files.readAllBytes(whole);
        for (int cut = 0; cut <= all.length; cut++) {
            Path file = folder.resolve("cut");
            Files.write(file, Arrays.copyOf(all, cut));
            long limit = cut;
            int kept = (int) ends.stream().filter(end -> end <= limit).count();
            byte[] after = {1, 2, 3};
            RecordLog.Opened opened = RecordLog.open(file);
            assertThat(opened.records()).as("seed %d cut %d", seed, cut).hasSize(kept);
            for (int i = 0; i < kept; i++) {
                assertThat(opened.records().get(i)).isEqualTo(written.get(i));
            }
            opened.log().append(List.of(after));
            opened.log().close();
            RecordLog.Opened again = RecordLog.open(file);
            assertThat(again.records()).hasSize(kept + 1);
            assertThat(again.records().getLast()).isEqualTo(after);
            assertThat(again.damagedOctets()).isZero();
            again.log().close();
            Files.delete(file);
        }
    }

    @Test
    void aFlippedBitNeverYieldsARecordThatWasNotWritten() throws Exception {
        Path file = folder.resolve("flip");
        byte[] first = {10, 11, 12};
        byte[] second = {20, 21};
        try (RecordLog log = RecordLog.open(file).log()) {
            log.append(List.of(first, second));
        }
        byte[] all = Files.readAllBytes(file);
        for (int bit = 0; bit < all.length * 8; bit++) {
            byte[] damaged = all.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            List<byte[]> records = new ArrayList<>();
            RecordLog.readRecords(damaged, records);
            assertThat(records).as("bit %d", bit).hasSizeLessThan(2);
            if (!records.isEmpty()) {
                assertThat(records.getFirst()).isEqualTo(first);
            }
        }
    }

    @Test
    void rewriteReplacesTheContent() throws Exception {
        Path file = folder.resolve("rewrite");
        try (RecordLog log = RecordLog.open(file).log()) {
            log.append(List.of(new byte[] {1}, new byte[] {2}));
            log.rewrite(List.of(new byte[] {2}));
            log.append(List.of(new byte[] {3}));
        }
        RecordLog.Opened opened = RecordLog.open(file);
        assertThat(opened.records()).containsExactly(new byte[] {2}, new byte[] {3});
        opened.log().close();
    }
}
