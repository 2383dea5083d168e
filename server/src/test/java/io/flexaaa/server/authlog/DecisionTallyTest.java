package io.flexaaa.server.authlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTallyTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 7, 8, 100, 1000, 4095, 4096, 1_000_000, 99_999_999})
    void aBucketHoldsItsValueWithinFiftyPercent(long micros) {
        long upper = DecisionTally.upperBound(DecisionTally.bucket(micros));
        assertThat(upper).isBetween(micros, Math.max(1, micros * 3 / 2));
    }

    @Test
    void minutesRollOverAndReasonsAreRanked() {
        DecisionTally tally = new DecisionTally();
        long noon = 1_795_000_000_000L / 60_000 * 60_000;
        for (int i = 0; i < 99; i++) tally.count(DecisionResult.ACCEPT, "", 100, noon);
        tally.count(DecisionResult.REJECT, "unknown-peer", 9_000, noon);
        tally.count(DecisionResult.REJECT, "peer-disabled", 100, noon);
        tally.count(DecisionResult.REJECT, "unknown-peer", 100, noon);
        DecisionStats now = tally.read(noon + 1_000, 3);
        assertThat(now.acceptsLastMinute()).isEqualTo(97);
        assertThat(now.p99Micros()).isLessThan(200);
        assertThat(now.notLogged()).isEqualTo(3);
        assertThat(now.topRejectReasons().getFirst().reason()).isEqualTo("unknown-peer");
        assertThat(now.spark()).hasSize(24).last().extracting("accepts").isEqualTo(99L);
        assertThat(tally.read(noon + 40 * 60_000, 0).acceptsLastMinute()).isZero();
    }
}
