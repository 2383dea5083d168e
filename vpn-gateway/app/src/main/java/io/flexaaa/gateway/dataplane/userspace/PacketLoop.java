package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Poller;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A packet thread: waits for readable descriptors and for commands from the control side. */
abstract class PacketLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PacketLoop.class);
    private static final int IDLE_MILLIS = 1000;

    final Poller poller;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean running = true;

    PacketLoop(String name) throws LinuxException {
        poller = Poller.open();
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (running) {
            int n = poller.await(IDLE_MILLIS);
            try {
                for (int i = 0; i < n; i++) {
                    int token = poller.token(i);
                    if (token >= 0) {
                        readable(token);
                    }
                }
                idle(System.nanoTime());
            } catch (RuntimeException e) {
                // One packet must not stop the traffic of all the others.
                LOG.error("event=packet-failed thread={}", Thread.currentThread().getName(), e);
            }
            for (Runnable c = commands.poll(); c != null; c = commands.poll()) {
                c.run();
            }
        }
    }

    /** Handles what waits on the descriptor added with {@code token}. */
    abstract void readable(int token);

    /** Called after each round of events, at least once a second. */
    abstract void idle(long nowNanos);

    /** Runs {@code command} on the packet thread, between two batches, and waits for it. */
    void call(Runnable command) {
        if (Thread.currentThread() == thread || !thread.isAlive()) {
            command.run();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        commands.add(() -> {
            try {
                command.run();
            } finally {
                done.countDown();
            }
        });
        poller.wake();
        try {
            while (!done.await(100, TimeUnit.MILLISECONDS) && thread.isAlive()) {
                poller.wake();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        running = false;
        poller.wake();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        poller.close();
    }
}
