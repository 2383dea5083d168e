package io.flexaaa.ikev2.endpoint;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class WarmUpTest {
    /** It really gets to the end of a login: a key exchange and a dozen nonces were drawn. */
    @Test
    void logsIn() {
        AtomicInteger drawn = new AtomicInteger();
        WarmUp.run(
                b -> {
                    drawn.addAndGet(b.length);
                    TestConfig.entropy(drawn.get()).fill(b);
                },
                3);
        Assertions.assertThat(drawn.get()).isGreaterThan(3 * 200);
    }
}
