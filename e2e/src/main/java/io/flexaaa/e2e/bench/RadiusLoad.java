package io.flexaaa.e2e.bench;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attribute;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.radius.TunnelPassword;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A load generator for RADIUS servers that believes nothing: every reply's authenticator, code and,
 * for key look-ups, decrypted Tunnel-Password is checked. Closed loop (a window of requests in
 * flight) or open loop (a rate).
 */
public final class RadiusLoad {
    private static final int LIFE_AGE = 2_000;
    private static final long LOST_NANOS = 1_000_000_000L;

    private final RadiusLoadOptions options;
    private final Secret secret;
    private final byte[] password;
    private final SplittableRandom random = new SplittableRandom(20261123);
    private final Lane[] lanes;
    private final ByteBuffer in = ByteBuffer.allocate(4096);
    private final long[] latencies = new long[4_000_000];
    private int latencyCount;
    private long replies;
    private long lost;
    private long bad;
    private long sequence;

    /** One socket with its 256 identifiers. */
    private final class Lane {
        final DatagramChannel channel;
        final long[] sentNanos = new long[256];
        final int[] name = new int[256];
        final @Nullable Octets[] authenticator = new Octets[256];
        int inFlight;
        int nextIdentifier;

        Lane(InetSocketAddress server) throws IOException {
            channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.connect(server);
            channel.configureBlocking(false);
        }
    }

    private RadiusLoad(RadiusLoadOptions options) throws IOException {
        this.options = options;
        this.secret = Secret.ofUtf8(options.secret());
        this.password = options.password().getBytes(StandardCharsets.UTF_8);
        this.lanes = new Lane[options.sockets()];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane(new InetSocketAddress(options.host(), options.port()));
        }
    }

    public static void main(String[] args) throws IOException {
        RadiusLoadOptions options = RadiusLoadOptions.parse(args);
        System.out.println(new RadiusLoad(options).run());
    }

    private String run() throws IOException {
        long warmUntil = System.nanoTime() + options.warmSeconds() * 1_000_000_000L;
        drive(warmUntil);
        replies = 0;
        lost = 0;
        bad = 0;
        latencyCount = 0;
        long began = System.nanoTime();
        drive(began + options.seconds() * 1_000_000_000L);
        double seconds = (System.nanoTime() - began) / 1e9;
        for (Lane lane : lanes) lane.channel.close();
        Arrays.sort(latencies, 0, latencyCount);
        return String.format(
                Locale.ROOT,
                "replies=%d seconds=%.2f rate=%.0f p50us=%d p99us=%d maxus=%d lost=%d bad=%d",
                replies,
                seconds,
                replies / seconds,
                percentile(0.50),
                percentile(0.99),
                percentile(1.0),
                lost,
                bad);
    }

    private void drive(long untilNanos) throws IOException {
        long interval = options.rate() == 0 ? 0 : 1_000_000_000L / options.rate();
        long nextSend = System.nanoTime();
        int turn = 0;
        for (long now = nextSend; now < untilNanos; now = System.nanoTime()) {
            boolean idle = true;
            for (Lane lane : lanes) {
                while (receive(lane)) idle = false;
                if (interval == 0) {
                    while (lane.inFlight < options.window() / lanes.length) send(lane, now);
                }
            }
            if (interval != 0) {
                for (; nextSend <= now; nextSend += interval) {
                    Lane lane = lanes[turn++ % lanes.length];
                    if (lane.inFlight < 250) send(lane, now);
                    else lost++;
                }
            }
            giveUp(now);
            if (idle) Thread.onSpinWait();
        }
    }

    private void send(Lane lane, long nowNanos) throws IOException {
        int identifier = lane.nextIdentifier;
        while (lane.authenticator[identifier] != null) identifier = (identifier + 1) & 0xff;
        lane.nextIdentifier = (identifier + 1) & 0xff;
        int name = random.nextInt(options.names());
        byte[] packet =
                switch (options.mode()) {
                    case PSK -> lookUp(lane, identifier, name);
                    case ACCT -> accounting(lane, identifier, Attr.ACCT_START, sequence++);
                    case LIFE -> life(lane, identifier);
                    case STATUS -> status(lane, identifier);
                };
        lane.name[identifier] = name;
        lane.sentNanos[identifier] = nowNanos;
        lane.inFlight++;
        lane.channel.write(ByteBuffer.wrap(packet));
    }

    private byte[] lookUp(Lane lane, int identifier, int name) {
        Octets authenticator = authenticator();
        lane.authenticator[identifier] = authenticator;
        Attributes attributes =
                Attributes.builder()
                        .string(Attr.USER_NAME, peer(name))
                        .add(
                                Attr.USER_PASSWORD,
                                Octets.wrap(PapHiding.hide(password, secret, authenticator)))
                        .u32(Attr.SERVICE_TYPE, Attr.SERVICE_TYPE_OUTBOUND)
                        .string(Attr.CALLING_STATION_ID, "198.51.100.7")
                        .string(Attr.NAS_IDENTIFIER, "bench")
                        .u32(Attr.NAS_PORT_TYPE, Attr.NAS_PORT_TYPE_VIRTUAL)
                        .build();
        return RadiusSigner.accessRequest(identifier, authenticator, attributes, secret);
    }

    /** In turn the Start of a new session, an Interim of an older one, the Stop of an old one. */
    private byte[] life(Lane lane, int identifier) {
        long step = sequence++;
        long session = step / 3;
        if (step % 3 == 1 && session >= LIFE_AGE) {
            return accounting(lane, identifier, Attr.ACCT_INTERIM, session - LIFE_AGE);
        }
        if (step % 3 == 2 && session >= 2 * LIFE_AGE) {
            return accounting(lane, identifier, Attr.ACCT_STOP, session - 2 * LIFE_AGE);
        }
        return accounting(lane, identifier, Attr.ACCT_START, session);
    }

    private byte[] accounting(Lane lane, int identifier, int status, long session) {
        int name = (int) (session % options.names());
        // 0 for a Start, then the same again for each report.
        int age = status == Attr.ACCT_START ? 0 : status == Attr.ACCT_INTERIM ? 1 : 2;
        Attributes attributes =
                Attributes.builder()
                        .u32(Attr.ACCT_STATUS_TYPE, status)
                        .string(Attr.ACCT_SESSION_ID, options.run() + "-" + session)
                        .string(Attr.USER_NAME, peer(name))
                        // FreeRADIUS hashes it into the key of a session.
                        .u32(Attr.NAS_PORT, session)
                        .u32(Attr.NAS_PORT_TYPE, Attr.NAS_PORT_TYPE_VIRTUAL)
                        .add(Attr.NAS_IP_ADDRESS, Octets.of(127, 0, 0, 1))
                        .add(
                                Attr.FRAMED_IP_ADDRESS,
                                Octets.of(10, name >> 16, name >> 8 & 255, name & 255))
                        .string(Attr.CALLING_STATION_ID, "198.51.100.7")
                        .u32(Attr.ACCT_SESSION_TIME, age * 60L)
                        .u32(Attr.ACCT_INPUT_OCTETS, age * 1_000_000L)
                        .u32(Attr.ACCT_OUTPUT_OCTETS, age * 2_000_000L)
                        .u32(Attr.ACCT_DELAY_TIME, 0)
                        .build();
        byte[] packet =
                RadiusSigner.hashedRequest(
                        Code.ACCOUNTING_REQUEST, identifier, attributes, secret, true);
        lane.authenticator[identifier] = Octets.copyOf(packet, 4, 16);
        return packet;
    }

    private byte[] status(Lane lane, int identifier) {
        Octets authenticator = authenticator();
        lane.authenticator[identifier] = authenticator;
        return RadiusSigner.statusServer(identifier, authenticator, Attributes.EMPTY, secret);
    }

    private boolean receive(Lane lane) throws IOException {
        in.clear();
        if (lane.channel.read(in) <= 0) return false;
        long now = System.nanoTime();
        byte[] packet = Arrays.copyOf(in.array(), in.position());
        int identifier = packet.length > 1 ? packet[1] & 0xff : 0;
        Octets authenticator = lane.authenticator[identifier];
        if (authenticator == null) {
            bad++;
            return true;
        }
        lane.authenticator[identifier] = null;
        lane.inFlight--;
        if (!good(packet, authenticator, lane.name[identifier])) {
            bad++;
            return true;
        }
        replies++;
        if (latencyCount < latencies.length) {
            latencies[latencyCount++] = now - lane.sentNanos[identifier];
        }
        return true;
    }

    private boolean good(byte[] packet, Octets authenticator, int name) {
        try {
            RadiusPacket reply = RadiusCodec.decode(packet, 0, packet.length);
            if (!RadiusSigner.verifyReply(packet, authenticator, secret)) return false;
            return switch (options.mode()) {
                case PSK -> {
                    Attribute key = reply.attributes().first(Attr.TUNNEL_PASSWORD);
                    yield reply.code() == Code.ACCESS_ACCEPT
                            && key != null
                            && psk(name)
                                    .equals(
                                            new String(
                                                    TunnelPassword.decrypt(
                                                            key.value(), secret, authenticator),
                                                    StandardCharsets.UTF_8));
                }
                case ACCT, LIFE -> reply.code() == Code.ACCOUNTING_RESPONSE;
                case STATUS -> reply.code() == Code.ACCESS_ACCEPT;
            };
        } catch (DecodeException e) {
            return false;
        }
    }

    private void giveUp(long now) {
        for (Lane lane : lanes) {
            if (lane.inFlight == 0) continue;
            for (int i = 0; i < 256; i++) {
                if (lane.authenticator[i] != null && now - lane.sentNanos[i] > LOST_NANOS) {
                    lane.authenticator[i] = null;
                    lane.inFlight--;
                    lost++;
                }
            }
        }
    }

    private Octets authenticator() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Octets.wrap(bytes);
    }

    /** The name of peer n in every database of the benchmarks. */
    public static String peer(int n) {
        return String.format(Locale.ROOT, "bench%06d", n);
    }

    /** Its key. */
    public static String psk(int n) {
        return String.format(Locale.ROOT, "Bench-Key-%06d", n);
    }

    private long percentile(double share) {
        if (latencyCount == 0) return 0;
        return latencies[(int) Math.min(latencyCount - 1, (long) (latencyCount * share))] / 1000;
    }
}
