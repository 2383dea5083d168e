package io.flexaaa.server.testclient;

import io.flexaaa.server.testclient.TestClient.Result;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Many requests at a steady rate. A request's time counts from when it was due, not from when it
 * could be sent: a server that stalls for a second is seen to have kept all of that second's
 * requests waiting.
 */
final class LoadRun {

    /**
     * @param window how many may be without an answer at a time
     */
    record Plan(int rate, int seconds, int window) {
        static Plan parse(String text) {
            String[] parts = text.split("/", -1);
            try {
                if (parts.length == 2 || parts.length == 3) {
                    int rate = Integer.parseInt(parts[0]);
                    int seconds = Integer.parseInt(parts[1]);
                    int window = parts.length == 3 ? Integer.parseInt(parts[2]) : 256;
                    if (rate >= 1
                            && rate <= 100_000
                            && seconds >= 1
                            && seconds <= 86_400
                            && window >= 1
                            && window <= 10_000) {
                        return new Plan(rate, seconds, window);
                    }
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(refusal(text), e);
            }
            throw new IllegalArgumentException(refusal(text));
        }

        private static String refusal(String text) {
            return "--load "
                    + text
                    + " is not RATE/SECONDS[/WINDOW]; write 500/10/256 for 500 requests a second"
                    + " for 10 seconds, at most 256 without an answer at a time (rate 1..100000,"
                    + " seconds 1..86400, window 1..10000)";
        }
    }

    /** Latencies in microseconds, sorted. */
    record Outcome(
            int sent,
            long accepted,
            long refused,
            long timedOut,
            long bad,
            double perSecond,
            long[] micros) {

        long percentile(double share) {
            if (micros.length == 0) return 0;
            int at = (int) Math.ceil(share * micros.length) - 1;
            return micros[Math.clamp(at, 0, micros.length - 1)];
        }
    }

    /** One request; {@code number} counts from 0. */
    @FunctionalInterface
    interface Asking {
        Result ask(int number) throws IOException;
    }

    private LoadRun() {}

    static Outcome run(Plan plan, Asking asking) {
        int total = Math.multiplyExact(plan.rate, plan.seconds);
        long[] micros = new long[total];
        AtomicInteger answered = new AtomicInteger();
        LongAdder accepted = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder timedOut = new LongAdder();
        LongAdder bad = new LongAdder();
        Semaphore window = new Semaphore(plan.window);
        long begun = System.nanoTime();
        for (int i = 0; i < total; i++) {
            long due = begun + i * 1_000_000_000L / plan.rate;
            waitUntil(due);
            window.acquireUninterruptibly();
            int number = i;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            switch (asking.ask(number)) {
                                case Result.Answered(TestReply reply, _, _) -> {
                                    micros[answered.getAndIncrement()] =
                                            (System.nanoTime() - due) / 1_000;
                                    (RadTest.good(reply.code()) ? accepted : refused).increment();
                                }
                                case Result.TimedOut _ -> timedOut.increment();
                                case Result.Bad _ -> bad.increment();
                            }
                        } catch (IOException | RuntimeException e) {
                            bad.increment();
                        } finally {
                            window.release();
                        }
                    });
        }
        window.acquireUninterruptibly(plan.window);
        double took = (System.nanoTime() - begun) / 1e9;
        long[] sorted = Arrays.copyOf(micros, answered.get());
        Arrays.sort(sorted);
        return new Outcome(
                total,
                accepted.sum(),
                refused.sum(),
                timedOut.sum(),
                bad.sum(),
                sorted.length / took,
                sorted);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
