package io.flexaaa.e2e.bench;

import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.NetworkNamespace;
import io.flexaaa.linux.Path;
import io.flexaaa.linux.ReceiveBatch;
import io.flexaaa.linux.SendBatch;
import io.flexaaa.linux.UdpSocket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers UDP datagrams at rising rates from one network namespace to another and counts what
 * arrives: {@code FROM-NS FROM TO-NS TO OCTETS MILLIS-PER-STEP RATE...}. A rate of 0 is as fast as
 * possible. Prints one line a step and last {@code best=PPS}, the highest delivered rate among the
 * steps with less than 1 % loss. The sender is not held back by the receiver, unlike iperf3's.
 */
public final class UdpRate {
    private static final int PORT = 9009;
    private static final int BATCH = 64;
    private static final int RECEIVE_SLOTS = 128;
    private static final long SETTLE_NANOS = 150_000_000L;

    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch ready = new CountDownLatch(1);

    private UdpRate() {}

    public static void main(String[] args) throws LinuxException, InterruptedException {
        new UdpRate().run(args);
    }

    private void run(String[] args) throws LinuxException, InterruptedException {
        String sinkNamespace = args[2];
        InetAddress to = InetAddress.ofLiteral(args[3]);
        Thread.ofPlatform().daemon().start(() -> sink(sinkNamespace, to));
        ready.await();
        NetworkNamespace.enter(args[0]);
        InetAddress from = InetAddress.ofLiteral(args[1]);
        int octets = Integer.parseInt(args[4]);
        long stepNanos = Long.parseLong(args[5]) * 1_000_000L;
        double best = 0;
        try (UdpSocket socket = UdpSocket.plainUdp(from, PORT)) {
            Path path =
                    Path.udp(new InetSocketAddress(from, PORT), new InetSocketAddress(to, PORT));
            SendBatch batch = new SendBatch(BATCH);
            for (int i = 0; i < BATCH; i++) {
                batch.set(i, path, octets, octets);
            }
            for (int i = 6; i < args.length; i++) {
                best = Math.max(best, step(socket, batch, Long.parseLong(args[i]), stepNanos));
            }
        }
        System.out.printf("best=%.0f%n", best);
    }

    /** Delivered rate, or 0 when more than 1 % was lost. */
    private double step(UdpSocket socket, SendBatch batch, long rate, long nanos) {
        long before = received.get();
        long start = System.nanoTime();
        long sent = 0;
        for (long now = start; now - start < nanos; now = System.nanoTime()) {
            long due = rate == 0 ? sent + BATCH : (now - start) * rate / 1_000_000_000L;
            int n = (int) Math.min(BATCH, due - sent);
            if (n < Math.min(16, Math.max(1, rate / 20_000)) && rate > 0) {
                LockSupport.parkNanos(20_000);
                continue;
            }
            batch.send(socket, n);
            sent += n;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        LockSupport.parkNanos(SETTLE_NANOS);
        long got = received.get() - before;
        double loss = sent == 0 ? 0 : 100.0 * (sent - got) / sent;
        System.out.printf(
                "offered=%.0f delivered=%.0f loss=%.2f%%%n", sent / seconds, got / seconds, loss);
        return loss < 1 ? got / seconds : 0;
    }

    private void sink(String namespace, InetAddress address) {
        try {
            NetworkNamespace.enter(namespace);
            try (UdpSocket socket = UdpSocket.plainUdp(address, PORT)) {
                ReceiveBatch batch = new ReceiveBatch(RECEIVE_SLOTS, 2048);
                ready.countDown();
                while (true) {
                    int n = batch.receive(socket);
                    if (n == 0) {
                        LockSupport.parkNanos(50_000);
                    } else {
                        received.addAndGet(n);
                    }
                }
            }
        } catch (LinuxException e) {
            System.err.println("udp-rate sink: " + e.getMessage());
            System.exit(1);
        }
    }
}
