package io.flexaaa.ikev2.endpoint;

import io.flexaaa.ikev2.Action;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.initiator.Initiator;
import io.flexaaa.ikev2.initiator.InitiatorConfig;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * A hub, a spoke, a clock that moves when told to, and the network between: 10 ms each way, with
 * loss and copies as the test likes. One run takes microseconds, whatever the timers are.
 */
final class Lab {
    static final String IKE = "aes256gcm16-prfsha256-x25519";
    static final String ESP = "aes256gcm16";
    private static final long LATENCY_MS = 10;

    final Hub hub;
    final Initiator spoke;
    final List<io.flexaaa.ikev2.initiator.Action> spokeActions = new ArrayList<>();

    /** Where the spoke's packets seem to come from; a NAT changes it. */
    Endpoint spokeSeenAt = TestConfig.SPOKE;

    /** Says which packets get through; by default all. */
    Predicate<Packet> network = p -> true;

    /** How many copies arrive. */
    int copies = 1;

    long nowMs = 1_000;
    private long order;
    private final PriorityQueue<Packet> wire =
            new PriorityQueue<>((a, b) ->
                    a.atMs != b.atMs
                            ? Long.compare(a.atMs, b.atMs)
                            : Long.compare(a.order, b.order));

    record Packet(long atMs, long order, boolean toHub, boolean natTPort, Octets bytes) {}

    Lab() {
        this(TestConfig.config(), spoke());
    }

    Lab(IkeConfig config, InitiatorConfig spokeConfig) {
        this(config, spokeConfig, 1);
    }

    Lab(IkeConfig config, InitiatorConfig spokeConfig, long seed) {
        this(new Hub(config, TestConfig.entropy(seed)), spokeConfig, seed);
    }

    /** One more spoke at a hub that is there already. */
    Lab(Hub sharedHub, InitiatorConfig spokeConfig, long seed) {
        hub = sharedHub;
        spoke =
                new Initiator(
                        spokeConfig,
                        TestConfig.entropy(seed + 1_000_000),
                        new InetSocketAddress(TestConfig.SPOKE.address(), 500),
                        new InetSocketAddress(TestConfig.HUB.address(), 500));
    }

    static InitiatorConfig spoke() {
        return spoke("br1.example.com");
    }

    static InitiatorConfig spoke(String fqdn) {
        return InitiatorConfig.spoke(fqdn, Secret.ofUtf8("spoke key"), IKE, ESP);
    }

    /** Starts the spoke and lets everything settle. */
    Lab connect() {
        spoke(spoke.start(nowMs));
        settle();
        return this;
    }

    void spoke(List<io.flexaaa.ikev2.initiator.Action> actions) {
        for (var action : actions) {
            spokeActions.add(action);
            if (action instanceof io.flexaaa.ikev2.initiator.Action.Send(byte[] b, boolean nat)) {
                put(true, nat, Octets.copyOf(b));
            }
        }
    }

    void hub(Event event) {
        hub.handle(event, nowMs);
        flushHub();
    }

    void flushHub() {
        while (!hub.sent.isEmpty()) {
            Action.Send s = hub.sent.remove();
            put(false, s.natTPort(), s.bytes());
        }
    }

    private void put(boolean toHub, boolean natTPort, Octets bytes) {
        for (int i = 0; i < copies; i++) {
            wire.add(new Packet(nowMs + LATENCY_MS, order++, toHub, natTPort, bytes));
        }
    }

    /** Delivers what is on the wire until nothing is; timers do not run. */
    void settle() {
        while (!wire.isEmpty()) {
            deliver(wire.remove());
        }
    }

    private void deliver(Packet p) {
        nowMs = Math.max(nowMs, p.atMs);
        if (!network.test(p)) {
            return;
        }
        if (p.toHub) {
            Endpoint local = p.natTPort ? TestConfig.HUB_4500 : TestConfig.HUB;
            hub(new Event.Datagram(local, spokeSeenAt, p.natTPort, p.bytes));
        } else {
            spoke(spoke.receive(p.bytes.toArray(), nowMs));
        }
    }

    /** Lets time pass with all timers of both ends. */
    void run(long millis) {
        long end = nowMs + millis;
        while (true) {
            long next = Math.min(hub.deadlineMs, spoke.deadlineMs());
            if (!wire.isEmpty()) {
                next = Math.min(next, wire.peek().atMs);
            }
            if (next > end) {
                nowMs = end;
                return;
            }
            nowMs = Math.max(nowMs, next);
            if (!wire.isEmpty() && wire.peek().atMs <= nowMs) {
                deliver(wire.remove());
            } else if (spoke.deadlineMs() <= nowMs) {
                spoke(spoke.tick(nowMs));
            } else {
                hub(new Event.TimerTick());
            }
        }
    }

    <T extends io.flexaaa.ikev2.initiator.Action> List<T> spokeActions(Class<T> type) {
        return spokeActions.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
