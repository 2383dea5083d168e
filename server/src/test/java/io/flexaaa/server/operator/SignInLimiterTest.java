package io.flexaaa.server.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SignInLimiterTest {
    private final SignInLimiter limiter = new SignInLimiter();

    @Test
    void fiveFailuresAreForgivenOneAMinute() {
        for (int i = 0; i < SignInLimiter.BURST; i++) {
            assertThat(limiter.waitFor("admin", "192.0.2.1", 0)).isNull();
            limiter.failed("admin", "192.0.2.1", 0);
        }

        assertThat(limiter.waitFor("admin", "192.0.2.1", 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(limiter.waitFor("admin", "192.0.2.1", 60_000)).isNull();
    }

    @Test
    void anotherAddressOrAccountIsNotHeldUp() {
        for (int i = 0; i < 10; i++) limiter.failed("admin", "192.0.2.1", 0);

        assertThat(limiter.waitFor("admin", "192.0.2.2", 0)).isNull();
        assertThat(limiter.waitFor("eve", "192.0.2.1", 0)).isNull();
    }

    @Test
    void aGoodSignInClearsTheDebt() {
        for (int i = 0; i < 10; i++) limiter.failed("admin", "192.0.2.1", 0);
        limiter.succeeded("admin", "192.0.2.1");

        assertThat(limiter.waitFor("admin", "192.0.2.1", 0)).isNull();
    }
}
