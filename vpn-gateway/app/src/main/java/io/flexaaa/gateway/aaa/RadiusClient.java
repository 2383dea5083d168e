package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.protocol.radius.Attr;
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
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Asks RADIUS server groups: in order, with retransmission, failover and deadtime. One thread of
 * its own does all I/O; callers get their answer on that thread and hand it on at once.
 */
public final class RadiusClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RadiusClient.class);

    private record Target(RadiusServer server, boolean accounting) {}

    /** One source port towards one server. */
    private record Lane(DatagramChannel channel, RadiusClientMachine machine, Target target) {}

    /** One request on its way through its group. */
    private static final class Call {
        final ServerGroup group;
        final Code code;
        final Attributes attributes;
        final @Nullable Secret password;
        final Consumer<GroupReply> done;
        final List<RadiusServer> left;
        final List<String> silent = new ArrayList<>();

        Call(
                ServerGroup group,
                Code code,
                Attributes attributes,
                @Nullable Secret password,
                Consumer<GroupReply> done,
                List<RadiusServer> left) {
            this.group = group;
            this.code = code;
            this.attributes = attributes;
            this.password = password;
            this.done = done;
            this.left = left;
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Selector selector;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<Target, List<Lane>> lanes = new HashMap<>();
    private final Map<Long, Call> calls = new HashMap<>();
    private final ServerChoice choice = new ServerChoice();
    private final Set<InetAddress> localAddresses = ConcurrentHashMap.newKeySet();
    private final RadiusHealth health = new RadiusHealth();
    private final Thread thread;
    private long nextToken = 1;
    private volatile boolean closed;

    public RadiusClient() throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, "radius-client");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends to the first server of the group that answers. */
    public void send(
            ServerGroup group,
            Code code,
            Attributes attributes,
            @Nullable Secret password,
            Consumer<GroupReply> done) {
        commands.add(() -> begin(group, code, attributes, password, done));
        selector.wakeup();
    }

    /** The addresses we have sent from: what a server may name as our NAS-IP-Address. */
    public Set<InetAddress> localAddresses() {
        return localAddresses;
    }

    /** For show aaa servers. */
    public RadiusHealth health() {
        return health;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (!closed) {
            try {
                selector.select(Math.max(1, Math.min(1_000, nextDeadlineMs() - nowMs())));
                for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                    next.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.attachment() instanceof Lane lane) {
                        receive(lane, buffer);
                    }
                }
                selector.selectedKeys().clear();
                tick();
            } catch (IOException | RuntimeException e) {
                // One request must not stop the others; the broken one ends by its own timeout.
                LOG.error("{}", LogLine.of("radius-client-error").with("error", e), e);
            }
        }
        closeQuietly();
    }

    private void begin(
            ServerGroup group,
            Code code,
            Attributes attributes,
            @Nullable Secret password,
            Consumer<GroupReply> done) {
        next(new Call(group, code, attributes, password, done, choice.order(group, nowMs())));
    }

    private void next(Call call) {
        while (!call.left.isEmpty()) {
            RadiusServer server = call.left.removeFirst();
            try {
                transmit(call, server);
                return;
            } catch (IOException e) {
                call.silent.add(server.name() + " (" + e.getMessage() + ")");
            }
        }
        String sentence =
                call.group.servers().isEmpty()
                        ? "server group " + call.group.name() + " has no servers; add `server name`"
                        : "no answer from server group "
                                + call.group.name()
                                + ": "
                                + String.join(", ", call.silent)
                                + "; check the address, the port, the key and that this hub is"
                                + " a client of the server";
        call.done.accept(new GroupReply.NoAnswer(sentence));
    }

    private void transmit(Call call, RadiusServer server) throws IOException {
        Lane lane = laneTo(new Target(server, call.code == Code.ACCOUNTING_REQUEST));
        long token = nextToken++;
        Transmit first =
                lane.machine()
                        .start(
                                token,
                                call.code,
                                withNasAddress(call.attributes, lane.channel()),
                                call.password,
                                nowMs());
        calls.put(token, call);
        choice.sent(server, nowMs());
        health.sent(server, lane.target().accounting());
        write(lane, first.packet());
    }

    private static Attributes withNasAddress(Attributes attributes, DatagramChannel channel)
            throws IOException {
        if (attributes.has(Attr.NAS_IP_ADDRESS) || attributes.has(Attr.NAS_IPV6_ADDRESS)) {
            return attributes;
        }
        InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        int type = local instanceof Inet4Address ? Attr.NAS_IP_ADDRESS : Attr.NAS_IPV6_ADDRESS;
        return Attributes.builder().addAll(attributes).address(type, local).build();
    }

    private Lane laneTo(Target target) throws IOException {
        List<Lane> open = lanes.computeIfAbsent(target, unused -> new ArrayList<>());
        for (Lane lane : open) {
            if (lane.machine().hasRoom()) {
                return lane;
            }
        }
        RadiusServer server = target.server();
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        if (server.sourceAddress() != null) {
            channel.bind(new InetSocketAddress(server.sourceAddress(), 0));
        }
        int port = target.accounting() ? server.acctPort() : server.authPort();
        channel.connect(new InetSocketAddress(server.address(), port));
        localAddresses.add(((InetSocketAddress) channel.getLocalAddress()).getAddress());
        RadiusClientMachine machine =
                new RadiusClientMachine(
                        server.key(),
                        new Patience(server.timeoutSeconds() * 1_000L, server.retransmit()),
                        server.requireMessageAuthenticator(),
                        this::authenticator);
        Lane lane = new Lane(channel, machine, target);
        channel.register(selector, SelectionKey.OP_READ, lane);
        open.add(lane);
        return lane;
    }

    private Octets authenticator() {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        return Octets.wrap(octets);
    }

    private void receive(Lane lane, ByteBuffer buffer) {
        while (true) {
            buffer.clear();
            int length;
            try {
                length = lane.channel().read(buffer);
            } catch (PortUnreachableException e) {
                // The server is being restarted: the retransmissions decide, not the first ICMP.
                continue;
            } catch (IOException e) {
                LOG.warn(
                        "{}",
                        LogLine.of("radius-read").with("server", name(lane)).with("error", e));
                return;
            }
            if (length <= 0) {
                return;
            }
            Outcome.Replied replied = lane.machine().received(buffer.array(), 0, length, nowMs());
            if (replied == null) {
                LOG.warn(
                        "{}",
                        LogLine.of("radius-reply-dropped")
                                .with("server", name(lane))
                                .with("total", lane.machine().badReplies())
                                .with(
                                        "detail",
                                        "malformed, unexpected or wrongly signed; check the key and"
                                                + " that the server sends Message-Authenticator"));
                continue;
            }
            choice.replied(lane.target().server());
            health.replied(
                    lane.target().server(),
                    lane.target().accounting(),
                    replied.reply().code() != Code.ACCESS_REJECT);
            Call call = calls.remove(replied.token());
            if (call != null) {
                call.done.accept(
                        new GroupReply.Replied(
                                lane.target().server(),
                                replied.reply(),
                                replied.requestAuthenticator()));
            }
        }
    }

    private void tick() {
        List<Call> failed = new ArrayList<>();
        for (List<Lane> open : lanes.values()) {
            for (Lane lane : open) {
                List<Transmit> again = new ArrayList<>();
                for (Outcome.TimedOut timedOut : lane.machine().tick(nowMs(), again)) {
                    Call call = calls.remove(timedOut.token());
                    if (call != null) {
                        markDead(lane, call, timedOut.attempts());
                        failed.add(call);
                    }
                }
                for (Transmit transmit : again) {
                    health.retransmitted(lane.target().server(), lane.target().accounting());
                    write(lane, transmit.packet());
                }
            }
        }
        failed.forEach(this::next);
    }

    private void markDead(Lane lane, Call call, int attempts) {
        RadiusServer server = lane.target().server();
        health.timedOut(server, lane.target().accounting());
        int port = lane.target().accounting() ? server.acctPort() : server.authPort();
        call.silent.add(
                server.name()
                        + " ("
                        + server.address().getHostAddress()
                        + " port "
                        + port
                        + ", "
                        + attempts
                        + " tries of "
                        + server.timeoutSeconds()
                        + " s)");
        choice.timedOut(server, call.group, attempts, nowMs());
    }

    private void write(Lane lane, byte[] packet) {
        try {
            lane.channel().write(ByteBuffer.wrap(packet));
        } catch (IOException e) {
            // Same as a lost datagram: the next retransmission or the failover follows.
            LOG.debug("{}", LogLine.of("radius-write").with("server", name(lane)).with("error", e));
        }
    }

    private long nextDeadlineMs() {
        long next = nowMs() + 1_000;
        for (List<Lane> open : lanes.values()) {
            for (Lane lane : open) {
                next = Math.min(next, lane.machine().nextDeadlineMs());
            }
        }
        return next;
    }

    private static String name(Lane lane) {
        return lane.target().server().name();
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private void closeQuietly() {
        try {
            for (List<Lane> open : lanes.values()) {
                for (Lane lane : open) {
                    lane.channel().close();
                }
            }
            selector.close();
        } catch (IOException e) {
            LOG.debug("{}", LogLine.of("radius-close").with("error", e));
        }
    }
}
