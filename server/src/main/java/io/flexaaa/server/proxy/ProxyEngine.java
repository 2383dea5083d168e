package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.client.RadiusClientMachine.Outcome;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.proxy.HomeLink.Purpose;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Carries requests to home servers: one thread, one selector, no waiting anywhere. The listeners
 * leave a request in the queue and go on.
 */
@Component
class ProxyEngine {
    private static final Logger log = LoggerFactory.getLogger(ProxyEngine.class);
    private static final int MAX_UNDER_WAY = 8_192;
    private static final int MAX_WAITERS = 8;
    private static final int MAX_CONVERSATIONS = 8_192;
    private static final int MAX_ANSWERED = 1_024;

    /** A retransmission that crossed the answer on its way. */
    private static final long CROSSED_MS = 2_000;

    private final SecureRandom random = new SecureRandom();
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ByteBuffer buffer = ByteBuffer.wrap(new byte[8_192]);
    private final Map<String, HomeLink> links = new HashMap<>();
    private final Map<Octets, Exchange> byContent = new HashMap<>();
    private final Map<Long, Exchange> byToken = new HashMap<>();
    private final Set<Long> accounting = new HashSet<>();
    private final Map<Octets, Long> conversations =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Octets, Long> eldest) {
                    return size() > MAX_CONVERSATIONS;
                }
            };
    private final Map<Octets, Answered> answered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Octets, Answered> eldest) {
                    return size() > MAX_ANSWERED;
                }
            };
    private final ProxyCounters counters;
    private @Nullable Selector selector;
    private @Nullable Thread thread;
    private long nextToken = 1;
    private volatile boolean stopping;

    ProxyEngine(ProxyCounters counters) {
        this.counters = counters;
    }

    /** Who waits for an exchange: the NAS's request, or a copy of it under another identifier. */
    interface Waiter {
        RadiusPacket packet();

        /** From the home server. */
        void answered(
                RealmEntry realm,
                RealmEntry.HomeEntry home,
                RadiusPacket reply,
                Octets homeAuthenticator,
                int salt);

        void failed(RealmEntry realm, ProxyFailure why);
    }

    /**
     * A request to carry.
     *
     * @param content what makes two requests the same log-in, whatever their identifiers
     * @param state of the conversation it goes on with; its home server is asked again
     */
    record Order(
            RealmEntry realm,
            Octets content,
            Attributes attributes,
            @Nullable Secret password,
            @Nullable Octets state,
            Waiter waiter) {}

    private static final class Exchange {
        final Order order;
        final List<Waiter> waiters = new ArrayList<>();
        final Set<Long> tried = new HashSet<>();
        final long token;
        @Nullable HomeLink link;

        Exchange(Order order, long token) {
            this.order = order;
            this.token = token;
        }
    }

    /** What a home server said just now, and to which packets. */
    private record Answered(
            List<RadiusPacket> packets,
            RealmEntry.HomeEntry home,
            RadiusPacket reply,
            Octets authenticator,
            long atMs) {
        /**
         * Only to the very packet: a code that the home server lets in once must not let in twice.
         */
        boolean to(RadiusPacket packet, long nowMs) {
            return nowMs - atMs <= CROSSED_MS
                    && packets.stream()
                            .anyMatch(p ->
                                    p.identifier() == packet.identifier()
                                            && p.authenticator().equals(packet.authenticator()));
        }
    }

    @PostConstruct
    void start() throws IOException {
        Selector opened = Selector.open();
        selector = opened;
        thread = Thread.ofPlatform().name("radius-proxy").daemon().start(() -> run(opened));
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        Selector open = selector;
        Thread running = thread;
        if (open != null) open.wakeup();
        if (running != null) running.join(2_000);
    }

    /** From any thread. False when too much is under way. */
    boolean submit(Order order) {
        if (underWay.get() >= MAX_UNDER_WAY) return false;
        underWay.incrementAndGet();
        command(() -> begin(order));
        return true;
    }

    /** An accounting record that is stored here already; a loss at home is counted. */
    void account(RealmEntry realm, Attributes attributes) {
        if (underWay.get() >= MAX_UNDER_WAY) {
            counters.accountingLost();
            return;
        }
        command(() -> accountNow(realm, attributes));
    }

    private void command(Runnable command) {
        commands.add(command);
        Selector open = selector;
        if (open != null) open.wakeup();
    }

    private void run(Selector open) {
        while (!stopping) {
            try {
                long wait = nextDeadlineMs() - nowMs();
                if (wait > 0) open.select(Math.min(wait, 1_000));
                else open.selectNow();
                for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                    next.run();
                }
                read(open);
                tick();
            } catch (IOException | RuntimeException e) {
                // One request must not end the proxy; its NAS retransmits.
                log.error("proxy", e);
            }
        }
        links.values().forEach(HomeLink::close);
        try {
            open.close();
        } catch (IOException e) {
            log.debug("closing the proxy's selector: {}", e.toString());
        }
    }

    private void begin(Order order) {
        Exchange same = byContent.get(order.content);
        if (same != null) {
            // RFC 5080 §2.2.2, and more: a push that is out must not be made twice because the NAS
            // asks again, be it with a new identifier.
            underWay.decrementAndGet();
            counters.suppressed();
            join(same, order.waiter);
            return;
        }
        Answered justNow = answered.get(order.content);
        if (justNow != null && justNow.to(order.waiter.packet(), nowMs())) {
            underWay.decrementAndGet();
            counters.suppressed();
            tell(order.waiter, order.realm, justNow);
            return;
        }
        Exchange exchange = new Exchange(order, nextToken++);
        exchange.waiters.add(order.waiter);
        byContent.put(order.content, exchange);
        byToken.put(exchange.token, exchange);
        forward(exchange);
    }

    private static void join(Exchange exchange, Waiter waiter) {
        RadiusPacket packet = waiter.packet();
        exchange.waiters.removeIf(old ->
                old.packet().identifier() == packet.identifier()
                        && old.packet().authenticator().equals(packet.authenticator()));
        if (exchange.waiters.size() >= MAX_WAITERS) exchange.waiters.removeFirst();
        exchange.waiters.add(waiter);
    }

    /** To the next home server that has not been asked, or nowhere. */
    private void forward(Exchange exchange) {
        Order order = exchange.order;
        long nowMs = nowMs();
        HomeLink link = choose(exchange, nowMs);
        while (link != null) {
            exchange.tried.add(link.home().id());
            if (link.send(
                    Purpose.ACCESS,
                    exchange.token,
                    Code.ACCESS_REQUEST,
                    order.attributes,
                    order.password,
                    nowMs)) {
                exchange.link = link;
                counters.forwarded();
                return;
            }
            link = choose(exchange, nowMs);
        }
        done(exchange);
        counters.unanswered();
        exchange.waiters.forEach(w -> w.failed(order.realm, ProxyFailure.NO_ANSWER));
    }

    private @Nullable HomeLink choose(Exchange exchange, long nowMs) {
        Order order = exchange.order;
        Long talking = order.state == null ? null : conversations.get(order.state);
        HomeLink fallback = null;
        for (RealmEntry.HomeEntry home : order.realm.homes()) {
            if (exchange.tried.contains(home.id())) continue;
            HomeLink link = link(order.realm, home);
            // Nobody else can go on with a challenge.
            if (talking != null && talking == home.id()) return link;
            if (!link.alive(nowMs)) {
                if (fallback == null) fallback = link;
                continue;
            }
            if (talking == null) return link;
            if (fallback == null || !fallback.alive(nowMs)) fallback = link;
        }
        // All look dead: one may have come back since, and not to ask is to fail for certain.
        return fallback;
    }

    private HomeLink link(RealmEntry realm, RealmEntry.HomeEntry home) {
        Selector open = selector;
        if (open == null) throw new IllegalStateException("the proxy has not started");
        String key = home.id() + "/" + realm.settings().version();
        return links.computeIfAbsent(
                key, k -> new HomeLink(realm, home, open, this::authenticator));
    }

    private Octets authenticator() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private void accountNow(RealmEntry realm, Attributes attributes) {
        long nowMs = nowMs();
        HomeLink chosen = null;
        for (RealmEntry.HomeEntry home : realm.homes()) {
            HomeLink link = link(realm, home);
            if (chosen == null || !chosen.alive(nowMs) && link.alive(nowMs)) chosen = link;
        }
        long token = nextToken++;
        if (chosen == null
                || !chosen.send(
                        Purpose.ACCOUNTING,
                        token,
                        Code.ACCOUNTING_REQUEST,
                        attributes,
                        null,
                        nowMs)) {
            counters.accountingLost();
            return;
        }
        accounting.add(token);
    }

    private void read(Selector open) {
        for (SelectionKey key : open.selectedKeys()) {
            HomeLink.Lane lane = (HomeLink.Lane) key.attachment();
            for (Outcome.Replied reply : lane.link().read(lane, buffer, nowMs())) {
                replied(lane.link(), reply);
            }
        }
        open.selectedKeys().clear();
    }

    private void replied(HomeLink link, Outcome.Replied replied) {
        if (accounting.remove(replied.token())) return;
        Exchange exchange = byToken.get(replied.token());
        if (exchange == null) return;
        done(exchange);
        Octets state = ProxyPackets.state(replied.reply());
        if (replied.reply().code() == Code.ACCESS_CHALLENGE && state != null) {
            conversations.put(state, link.home().id());
        }
        counters.replied(replied.ms());
        Answered said =
                new Answered(
                        exchange.waiters.stream().map(Waiter::packet).toList(),
                        link.home(),
                        replied.reply(),
                        replied.requestAuthenticator(),
                        nowMs());
        answered.remove(exchange.order.content);
        answered.put(exchange.order.content, said);
        for (Waiter waiter : exchange.waiters) tell(waiter, exchange.order.realm, said);
    }

    private void tell(Waiter waiter, RealmEntry realm, Answered said) {
        waiter.answered(
                realm, said.home(), said.reply(), said.authenticator(), random.nextInt(0x4000));
    }

    private void done(Exchange exchange) {
        byContent.remove(exchange.order.content, exchange);
        byToken.remove(exchange.token, exchange);
        underWay.decrementAndGet();
    }

    private void tick() {
        long nowMs = nowMs();
        for (HomeLink link : List.copyOf(links.values())) {
            HomeLink.Ticked ticked = link.tick(nowMs);
            for (Outcome.TimedOut lost : ticked.lost()) {
                if (accounting.remove(lost.token())) {
                    counters.accountingLost();
                    continue;
                }
                Exchange exchange = byToken.get(lost.token());
                if (exchange != null) forward(exchange);
            }
            if (ticked.died()) reroute(link);
        }
        links.values().removeIf(this::superseded);
    }

    private void reroute(HomeLink dead) {
        for (Exchange exchange : List.copyOf(byToken.values())) {
            if (exchange.link != dead) continue;
            dead.cancel(exchange.token);
            forward(exchange);
        }
    }

    /** Of a version of the realm that is gone, with nothing left to wait for. */
    private boolean superseded(HomeLink link) {
        long version = link.realm().settings().version();
        boolean newer =
                links.values().stream()
                        .anyMatch(l ->
                                l.home().id() == link.home().id()
                                        && l.realm().settings().version() > version);
        if (!newer || link.inFlight() > 0) return false;
        link.close();
        return true;
    }

    private long nextDeadlineMs() {
        long next = Long.MAX_VALUE / 2;
        for (HomeLink link : links.values()) next = Math.min(next, link.nextDeadlineMs());
        return next;
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
