package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.client.RadiusClientMachine;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Outcome;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Patience;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Transmit;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One home server: its sockets, each with 256 identifiers, and its health. Owned by the proxy's
 * thread.
 */
final class HomeLink implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HomeLink.class);
    private static final int MAX_SOCKETS = 16;
    private static final Patience PROBE = new Patience(1_000, 2);
    private static final Patience ACCOUNTING = new Patience(5_000, 3);
    private static final long PROBE_TOKEN = 0;

    private final RealmEntry realm;
    private final RealmEntry.HomeEntry home;
    private final Selector selector;
    private final Supplier<Octets> authenticators;
    private final HomeHealth health;
    private final List<Lane> lanes = new ArrayList<>();

    enum Purpose {
        ACCESS,
        ACCOUNTING,
        PROBE
    }

    /** One socket. */
    final class Lane {
        final Purpose purpose;
        final DatagramChannel channel;
        final RadiusClientMachine machine;

        Lane(Purpose purpose, DatagramChannel channel, RadiusClientMachine machine) {
            this.purpose = purpose;
            this.channel = channel;
            this.machine = machine;
        }

        HomeLink link() {
            return HomeLink.this;
        }
    }

    HomeLink(
            RealmEntry realm,
            RealmEntry.HomeEntry home,
            Selector selector,
            Supplier<Octets> authenticators) {
        this.realm = realm;
        this.home = home;
        this.selector = selector;
        this.authenticators = authenticators;
        this.health =
                new HomeHealth(
                        realm.settings().statusServer(), realm.settings().deadSeconds() * 1_000L);
    }

    RealmEntry.HomeEntry home() {
        return home;
    }

    RealmEntry realm() {
        return realm;
    }

    boolean alive(long nowMs) {
        return health.alive(nowMs);
    }

    int inFlight() {
        return lanes.stream().mapToInt(l -> l.machine.inFlight()).sum();
    }

    private int accessInFlight() {
        return lanes.stream()
                .filter(l -> l.purpose == Purpose.ACCESS)
                .mapToInt(l -> l.machine.inFlight())
                .sum();
    }

    /**
     * @return whether it went out; false when all sockets are full or none can be opened
     */
    boolean send(
            Purpose purpose,
            long token,
            Code code,
            Attributes attributes,
            @Nullable Secret password,
            long nowMs) {
        try {
            Lane lane = lane(purpose);
            if (lane == null) return false;
            Transmit transmit = lane.machine.start(token, code, attributes, password, nowMs);
            if (purpose == Purpose.ACCESS) health.sent(nowMs);
            write(lane, transmit);
            return true;
        } catch (IOException e) {
            log.warn("realm {} home {}: {}", realm.settings().name(), home, e.toString());
            return false;
        }
    }

    private @Nullable Lane lane(Purpose purpose) throws IOException {
        int sockets = 0;
        for (Lane lane : lanes) {
            if (lane.purpose != purpose) continue;
            if (lane.machine.hasRoom()) return lane;
            sockets++;
        }
        if (sockets >= MAX_SOCKETS) return null;
        InetSocketAddress to = purpose == Purpose.ACCOUNTING ? home.acct() : home.auth();
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.connect(to);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        Patience patience =
                switch (purpose) {
                    case ACCESS ->
                            new Patience(
                                    realm.settings().timeoutMillis()
                                            / (1 + realm.settings().retransmits()),
                                    realm.settings().retransmits());
                    case ACCOUNTING -> ACCOUNTING;
                    case PROBE -> PROBE;
                };
        Lane lane =
                new Lane(
                        purpose,
                        channel,
                        new RadiusClientMachine(
                                home.secret(),
                                patience,
                                realm.settings().requireMessageAuthenticator(),
                                authenticators));
        channel.register(selector, SelectionKey.OP_READ, lane);
        lanes.add(lane);
        return lane;
    }

    private void write(Lane lane, Transmit transmit) {
        try {
            lane.channel.write(ByteBuffer.wrap(transmit.packet()));
        } catch (IOException e) {
            // As if lost on the way: what times out is dealt with.
            log.debug("to home {}: {}", home, e.toString());
        }
    }

    /** Reads what came; replies to requests, probes apart. */
    List<Outcome.Replied> read(Lane lane, ByteBuffer buffer, long nowMs) {
        List<Outcome.Replied> replies = new ArrayList<>();
        try {
            while (true) {
                buffer.clear();
                int length = lane.channel.read(buffer);
                if (length <= 0) break;
                Outcome.Replied reply = lane.machine.received(buffer.array(), 0, length, nowMs);
                if (reply == null) continue;
                health.heard(nowMs, accessInFlight() > 0);
                if (lane.purpose != Purpose.PROBE) replies.add(reply);
            }
        } catch (IOException e) {
            // An ICMP error; the timers say what it comes to.
            log.debug("from home {}: {}", home, e.toString());
        }
        return replies;
    }

    /**
     * What the time brought.
     *
     * @param died no probe was answered: whatever waits for this server is to be asked elsewhere
     */
    record Ticked(List<Outcome.TimedOut> lost, boolean died) {}

    /** Retransmits and probes what is due. */
    Ticked tick(long nowMs) {
        List<Outcome.TimedOut> lost = new ArrayList<>();
        boolean died = false;
        for (Lane lane : lanes) {
            List<Transmit> again = new ArrayList<>();
            List<Outcome.TimedOut> out = lane.machine.tick(nowMs, again);
            again.forEach(t -> write(lane, t));
            if (out.isEmpty()) continue;
            switch (lane.purpose) {
                case PROBE -> {
                    died = health.alive(nowMs);
                    health.probeLost(nowMs);
                }
                case ACCESS -> {
                    health.timedOut(nowMs, accessInFlight() > 0);
                    lost.addAll(out);
                }
                case ACCOUNTING -> lost.addAll(out);
            }
        }
        if (died) log.warn("realm {}: home {} is dead", realm.settings().name(), home);
        if (health.probeDue(nowMs)) {
            send(Purpose.PROBE, PROBE_TOKEN, Code.STATUS_SERVER, Attributes.EMPTY, null, nowMs);
        }
        return new Ticked(lost, died);
    }

    void cancel(long token) {
        for (Lane lane : lanes) if (lane.purpose != Purpose.PROBE) lane.machine.cancel(token);
    }

    long nextDeadlineMs() {
        long next = health.nextMs();
        for (Lane lane : lanes) next = Math.min(next, lane.machine.nextDeadlineMs());
        return next;
    }

    @Override
    public void close() {
        for (Lane lane : lanes) {
            try {
                lane.channel.close();
            } catch (IOException e) {
                log.debug("closing a socket to home {}: {}", home, e.toString());
            }
        }
        lanes.clear();
    }
}
