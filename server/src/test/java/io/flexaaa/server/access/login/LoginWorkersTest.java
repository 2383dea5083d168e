package io.flexaaa.server.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.flexaaa.server.user.LoginProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A hash nobody waits for any more is not computed. */
class LoginWorkersTest {
    private final AtomicLong nowNanos = new AtomicLong();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final LoginWorkers workers =
            new LoginWorkers(
                    new LoginProperties(5, 300, 500, 300, 1, 4, false, 60),
                    new SimpleMeterRegistry(),
                    nowNanos::get);

    @Test
    void whatWaitedTooLongIsToldSoAndNotRun() throws InterruptedException {
        CountDownLatch busy = occupied();
        assertThat(run("old")).isTrue();
        nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
        assertThat(run("young")).isTrue();
        nowNanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
        busy.countDown();

        assertThat(List.of(next(), next())).containsExactly("old is late", "young is run");
        workers.stop();
    }

    @Test
    void moreThanTheQueueHoldsIsNotTaken() throws InterruptedException {
        CountDownLatch busy = occupied();
        for (int i = 0; i < 4; i++) assertThat(run("n" + i)).isTrue();
        assertThat(run("n4")).isFalse();
        busy.countDown();
        for (int i = 0; i < 4; i++) assertThat(next()).isEqualTo("n" + i + " is run");
        workers.stop();
    }

    /** The only thread has begun, and is held until the latch opens. */
    private CountDownLatch occupied() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        workers.run(
                () -> {
                    begun.countDown();
                    await(busy);
                },
                () -> done.add("first is late"));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return busy;
    }

    private boolean run(String name) {
        return workers.run(() -> done.add(name + " is run"), () -> done.add(name + " is late"));
    }

    private String next() throws InterruptedException {
        return String.valueOf(done.poll(10, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
