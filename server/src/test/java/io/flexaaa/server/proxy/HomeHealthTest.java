package io.flexaaa.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HomeHealthTest {
    @Test
    void aSlowServerThatAnswersProbesStaysAlive() {
        HomeHealth health = new HomeHealth(true, 30_000);
        health.sent(0);
        assertThat(health.probeDue(2_999)).isFalse();
        assertThat(health.probeDue(3_000)).isTrue();
        assertThat(health.probeDue(3_001)).as("one probe at a time").isFalse();

        health.heard(3_010, true);

        assertThat(health.alive(3_010)).isTrue();
        assertThat(health.probeDue(6_009)).isFalse();
        assertThat(health.probeDue(6_010)).as("asked again while the push waits").isTrue();
    }

    @Test
    void aServerThatAnswersNoProbeIsDeadUntilItAnswersOne() {
        HomeHealth health = new HomeHealth(true, 30_000);
        health.sent(0);
        assertThat(health.probeDue(3_000)).isTrue();
        health.probeLost(6_000);
        assertThat(health.alive(6_000)).isFalse();
        assertThat(health.probeDue(35_999)).isFalse();
        assertThat(health.probeDue(36_000)).isTrue();
        assertThat(health.alive(36_000)).as("time alone does not revive it").isFalse();

        health.heard(36_010, false);

        assertThat(health.alive(36_010)).isTrue();
        assertThat(health.nextMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withoutStatusServerATimeoutIsTheSignAndTimeTheCure() {
        HomeHealth health = new HomeHealth(false, 30_000);
        health.sent(0);
        assertThat(health.probeDue(100_000)).isFalse();
        health.timedOut(10_000, false);
        assertThat(health.alive(39_999)).isFalse();
        assertThat(health.alive(40_000)).isTrue();
    }
}
