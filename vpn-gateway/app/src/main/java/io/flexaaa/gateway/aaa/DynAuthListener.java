package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.AaaConfig.DynamicAuthor;
import io.flexaaa.gateway.ios.config.AaaConfig.DynamicAuthorClient;
import io.flexaaa.gateway.ios.config.ConfigKey;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.server.DuplicateCache;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The dynamic authorization server (RFC 5176) on UDP 1700 and 3799. Anything unsigned, wrongly
 * signed, too old or from a stranger is dropped and counted; a duplicate gets the same answer
 * again.
 */
public final class DynAuthListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynAuthListener.class);

    /** RFC 5176 §3: the window within which Event-Timestamp must lie. */
    private static final long REPLAY_WINDOW_SECONDS = 300;

    private static final int CACHE_ENTRIES = 4_096;
    private static final long CACHE_MS = 30_000;

    /** Acts on a request; answers exactly once, on any thread. */
    public interface Handler {
        void handle(RadiusPacket request, Consumer<Result> answer);
    }

    /** ACK when {@code nak} is null. */
    public record Result(@Nullable ErrorCause nak, String sentence) {
        public static final Result ACK = new Result(null, "done");
    }

    private final Map<InetAddress, Secret> clients;
    private final boolean requireMessageAuthenticator;
    private final Handler handler;
    private final LongSupplier epochMs;
    private final Selector selector;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final DuplicateCache duplicates = new DuplicateCache(CACHE_ENTRIES, CACHE_MS);
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Map<String, Long> dropped = new TreeMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param requireMessageAuthenticator refuse requests without one
     */
    public DynAuthListener(
            Map<InetAddress, Secret> clients,
            List<InetSocketAddress> addresses,
            boolean requireMessageAuthenticator,
            Handler handler,
            LongSupplier epochMs)
            throws IOException {
        this.clients = Map.copyOf(clients);
        this.requireMessageAuthenticator = requireMessageAuthenticator;
        this.handler = handler;
        this.epochMs = epochMs;
        this.selector = Selector.open();
        for (InetSocketAddress address : addresses) {
            DatagramChannel channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(address);
            channel.register(selector, SelectionKey.OP_READ, channel);
            channels.add(channel);
        }
        thread = new Thread(this::run, "dynamic-author");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The clients of the configuration; a name that does not resolve is left out with a warning.
     */
    public static Map<InetAddress, Secret> clients(DynamicAuthor config) {
        Map<InetAddress, Secret> clients = new HashMap<>();
        for (Entry<String, DynamicAuthorClient> entry : config.clients().entrySet()) {
            DynamicAuthorClient client = entry.getValue();
            ConfigKey key = client.serverKey() == null ? config.serverKey() : client.serverKey();
            try {
                if (key == null) {
                    LOG.warn(
                            "{}",
                            LogLine.of("dynamic-author-client")
                                    .with("client", client.host())
                                    .with("detail", "has no server-key; it is not served"));
                } else {
                    clients.put(InetAddress.getByName(client.host()), Secret.wrap(key.octets()));
                }
            } catch (UnknownHostException e) {
                LOG.warn(
                        "{}",
                        LogLine.of("dynamic-author-client")
                                .with("client", client.host())
                                .with("detail", "no such name; use an address"));
            }
        }
        return clients;
    }

    /** Local addresses, for tests that bind port 0. */
    public List<InetSocketAddress> localAddresses() throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (DatagramChannel channel : channels) {
            addresses.add((InetSocketAddress) channel.getLocalAddress());
        }
        return addresses;
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (!closed) {
            try {
                selector.select(1_000);
                for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                    next.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((DatagramChannel) key.channel(), buffer);
                }
                selector.selectedKeys().clear();
            } catch (IOException | RuntimeException e) {
                LOG.error("{}", LogLine.of("dynamic-author-error").with("error", e), e);
            }
        }
    }

    private void receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            byte[] octets = new byte[buffer.position()];
            buffer.flip().get(octets);
            try {
                received(channel, from, octets);
            } catch (DecodeException e) {
                drop("malformed", from, e.getMessage());
            }
        }
    }

    private void received(DatagramChannel channel, InetSocketAddress from, byte[] octets)
            throws DecodeException, IOException {
        Secret key = clients.get(from.getAddress());
        if (key == null) {
            drop("unknown-client", from, "add `client " + from.getAddress().getHostAddress() + "`");
            return;
        }
        byte[] packet = new byte[RadiusCodec.packetLength(octets, 0, octets.length)];
        System.arraycopy(octets, 0, packet, 0, packet.length);
        RadiusPacket request = RadiusCodec.decode(packet, 0, packet.length);
        if (request.code() != Code.COA_REQUEST && request.code() != Code.DISCONNECT_REQUEST) {
            drop("wrong-code", from, request.code().label());
            return;
        }
        if (!RadiusSigner.verifyHashedRequest(packet, key)) {
            drop("bad-authenticator", from, "check the server-key on both sides");
            return;
        }
        switch (RadiusSigner.verifyRequestMessageAuthenticator(packet, key)) {
            case BAD -> {
                drop("bad-message-authenticator", from, "check the server-key on both sides");
                return;
            }
            case ABSENT -> {
                if (requireMessageAuthenticator) {
                    drop(
                            "no-message-authenticator",
                            from,
                            "Message-Authenticator is required; let the client send it");
                    return;
                }
            }
            case GOOD -> {}
        }
        if (request.attributes().has(Attr.EVENT_TIMESTAMP)) {
            long seconds = request.attributes().u32(Attr.EVENT_TIMESTAMP, 0);
            long age = epochMs.getAsLong() / 1_000 - seconds;
            if (Math.abs(age) > REPLAY_WINDOW_SECONDS) {
                // RFC 5176 §3: not within the window, silently discarded.
                drop("stale-event-timestamp", from, age + " s old; check the clocks");
                return;
            }
        }
        switch (duplicates.received(from, packet, 0, nowMs())) {
            case DuplicateCache.Verdict.Absorb() -> drop("duplicate", from, "being worked on");
            case DuplicateCache.Verdict.Replay(byte[] reply) -> send(channel, from, reply);
            case DuplicateCache.Verdict.Fresh(long ticket) ->
                    handler.handle(
                            request,
                            result -> {
                                commands.add(
                                        () -> answer(channel, from, request, key, ticket, result));
                                selector.wakeup();
                            });
        }
    }

    private void answer(
            DatagramChannel channel,
            InetSocketAddress to,
            RadiusPacket request,
            Secret key,
            long ticket,
            Result result) {
        boolean change = request.code() == Code.COA_REQUEST;
        ErrorCause nak = result.nak();
        Code code =
                nak == null
                        ? change ? Code.COA_ACK : Code.DISCONNECT_ACK
                        : change ? Code.COA_NAK : Code.DISCONNECT_NAK;
        Attributes.Builder attributes = Attributes.builder();
        if (nak != null) {
            attributes.u32(Attr.ERROR_CAUSE, nak.value());
        }
        // RFC 5176 §2.3: Proxy-State goes back unmodified and in order.
        for (Attribute state : request.attributes().all(Attr.PROXY_STATE)) {
            attributes.add(state);
        }
        byte[] reply = RadiusSigner.reply(code, request, attributes.build(), key, true);
        duplicates.finished(ticket, reply);
        send(channel, to, reply);
        LOG.info(
                "{}",
                LogLine.of(change ? "coa" : "disconnect")
                        .with("client", to.getAddress().getHostAddress())
                        .with("result", nak == null ? "ACK" : "NAK")
                        .with("cause", nak == null ? null : nak.value() + " " + nak.label())
                        .with("detail", result.sentence()));
    }

    private static void send(DatagramChannel channel, InetSocketAddress to, byte[] reply) {
        try {
            channel.send(ByteBuffer.wrap(reply), to);
        } catch (IOException e) {
            LOG.warn("{}", LogLine.of("dynamic-author-send").with("to", to).with("error", e));
        }
    }

    private void drop(String reason, InetSocketAddress from, @Nullable String detail) {
        long total = dropped.merge(reason, 1L, Long::sum);
        LOG.warn(
                "{}",
                LogLine.of("dynamic-author-dropped")
                        .with("reason", reason)
                        .with("client", from.getAddress().getHostAddress())
                        .with("total", total)
                        .with("detail", detail));
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(2_000);
            for (DatagramChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("{}", LogLine.of("dynamic-author-close").with("error", e));
        }
    }
}
