package io.flexaaa.e2e.bench;

import io.flexaaa.ikev2.crypto.Entropy;
import io.flexaaa.ikev2.initiator.Action;
import io.flexaaa.ikev2.initiator.Initiator;
import io.flexaaa.ikev2.initiator.InitiatorConfig;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * One thread of {@link IkeLoad}: one socket, many {@link Initiator}s found by their SPI. Each
 * starts the next when it is done, so that {@code concurrency} are always in flight.
 */
final class IkeLoadWorker implements Runnable {
    private static final int SOCKET_BUFFER_OCTETS = 4 << 20;

    private final IkeLoadOptions options;
    private final IkeLoadResult result;
    private final int share;
    private final DatagramChannel socket;
    private final Selector selector;
    private final InetSocketAddress local;
    private final SecureRandom random = new SecureRandom();
    private final Entropy entropy = random::nextBytes;
    private final Map<Long, Spoke> spokes = new HashMap<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final ByteBuffer received = ByteBuffer.allocateDirect(65_536);
    private final ByteBuffer sent = ByteBuffer.allocateDirect(65_536);
    private int inFlight;

    private record Timer(long atMs, Spoke spoke) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.compare(atMs, other.atMs);
        }
    }

    private static final class Spoke {
        final Initiator initiator;
        final long startedNs;
        final boolean measured;
        boolean done;

        Spoke(Initiator initiator, long startedNs, boolean measured) {
            this.initiator = initiator;
            this.startedNs = startedNs;
            this.measured = measured;
        }
    }

    IkeLoadWorker(IkeLoadOptions options, IkeLoadResult result, int share) throws IOException {
        this.options = options;
        this.result = result;
        this.share = share;
        this.selector = Selector.open();
        this.socket = DatagramChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_OCTETS);
        socket.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_OCTETS);
        if (options.source() != null) {
            socket.bind(new InetSocketAddress(options.source(), 0));
        }
        socket.connect(options.target());
        this.local = (InetSocketAddress) socket.getLocalAddress();
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void run() {
        try (socket;
                selector) {
            while (inFlight < share && startNext()) {}
            pump(() -> inFlight > 0);
            if (options.after() == IkeLoadOptions.After.HOLD) {
                closeAll();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump(BooleanSupplier more) throws IOException {
        while (more.getAsBoolean()) {
            selector.selectedKeys().clear();
            selector.select(waitMillis());
            drain();
            expire();
        }
    }

    /** Says goodbye to the hub for every spoke that is up, some at a time. */
    private void closeAll() throws IOException {
        List<Spoke> up = new ArrayList<>(spokes.values());
        for (int i = 0; i < up.size(); i++) {
            Spoke spoke = up.get(i);
            if (spoke.initiator.isEstablished()) {
                carryOut(spoke, spoke.initiator.close(nowMs()));
            } else {
                spokes.remove(spoke.initiator.spiI());
            }
            int room = up.size() - i - 1 + share;
            pump(() -> spokes.size() > room);
        }
        pump(() -> !spokes.isEmpty());
    }

    private boolean startNext() throws IOException {
        IkeLoadResult.Ticket ticket = result.next();
        if (ticket == null) {
            return false;
        }
        InitiatorConfig config =
                InitiatorConfig.spoke(
                        options.identity(ticket.number()),
                        Secret.ofUtf8(options.key(ticket.number())),
                        options.ike(),
                        options.esp());
        if (!options.addresses()) {
            config = config.withConfigurationRequest(List.of());
        }
        Initiator initiator = new Initiator(config, entropy, local, options.target());
        Spoke spoke = new Spoke(initiator, System.nanoTime(), ticket.measured());
        spokes.put(initiator.spiI(), spoke);
        inFlight++;
        carryOut(spoke, initiator.start(nowMs()));
        return true;
    }

    private void drain() throws IOException {
        while (true) {
            received.clear();
            int octets;
            try {
                octets = socket.read(received);
            } catch (PortUnreachableException e) {
                throw new IOException("nobody listens on " + options.target(), e);
            }
            if (octets <= 0) {
                return;
            }
            if (octets < 28) {
                continue;
            }
            received.flip();
            Spoke spoke = spokes.get(received.getLong(0));
            if (spoke != null) {
                byte[] datagram = new byte[octets];
                received.get(datagram);
                carryOut(spoke, spoke.initiator.receive(datagram, nowMs()));
            }
        }
    }

    private void expire() throws IOException {
        long now = nowMs();
        while (!timers.isEmpty() && timers.peek().atMs() <= now) {
            Spoke spoke = timers.remove().spoke();
            carryOut(spoke, spoke.initiator.tick(now));
        }
    }

    private void carryOut(Spoke spoke, List<Action> actions) throws IOException {
        for (Action action : actions) {
            switch (action) {
                case Action.Send(byte[] datagram, boolean _) -> send(datagram);
                case Action.ChildUp _ -> {
                    done(spoke, null);
                    if (options.after() == IkeLoadOptions.After.CLOSE) {
                        carryOut(spoke, spoke.initiator.close(nowMs()));
                    }
                }
                case Action.ChildRefused(String name) -> done(spoke, "child refused: " + name);
                case Action.Closed(String code, String detail) -> {
                    done(spoke, code + ": " + detail + " (" + spoke.initiator.drops() + ")");
                    spokes.remove(spoke.initiator.spiI());
                }
                case Action.Established _, Action.IkeRekeyed _ -> {}
                case Action.ChildDown _, Action.PeerAlive _ -> {}
            }
        }
        long deadline = spoke.initiator.deadlineMs();
        if (!actions.isEmpty() && deadline != Long.MAX_VALUE) {
            timers.add(new Timer(deadline, spoke));
        }
    }

    private void done(Spoke spoke, @Nullable String failure) throws IOException {
        if (spoke.done) {
            return;
        }
        spoke.done = true;
        inFlight--;
        result.record(spoke.measured, System.nanoTime() - spoke.startedNs, failure);
        startNext();
    }

    private void send(byte[] datagram) throws IOException {
        sent.clear();
        sent.put(datagram).flip();
        socket.write(sent);
    }

    private long waitMillis() {
        return timers.isEmpty() ? 100 : Math.max(1, timers.peek().atMs() - nowMs());
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
