package io.flexaaa.server.transport.radsec;

import io.flexaaa.protocol.radius.Radius11;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.transport.StreamRequests;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import javax.net.ssl.SSLSocket;

/**
 * One client's stream of packets. Two virtual threads: one reads, one writes, so that a client that
 * does not read its answers holds up nobody but itself. A deadline is kept from outside, by closing
 * the socket: a trickle of octets never lets a read time out.
 */
final class RadSecConnection {

    private static final Logger log = LoggerFactory.getLogger(RadSecConnection.class);

    private static final int HEADER = 4;
    private static final byte[] END = {};

    private final Socket raw;
    private final InetSocketAddress source;
    private final RadSecProperties properties;
    private final StreamRequests requests;
    private final SecureRandom random;
    private final ReverseConnections reverse;
    private final ReverseRequests toNas = new ReverseRequests(this::send);
    private final BlockingQueue<byte[]> replies;

    /** Nanoseconds; 0 while nothing is due. */
    private volatile long readDeadline;

    private volatile long writeDeadline;
    private volatile boolean closed;
    private volatile @Nullable Client client;

    /** Who the handshake showed it to be. */
    record Client(NasEntry nas, java.util.List<java.security.cert.X509Certificate> chain) {}

    RadSecConnection(
            Socket raw,
            InetSocketAddress source,
            RadSecProperties properties,
            StreamRequests requests,
            SecureRandom random,
            ReverseConnections reverse) {
        this.raw = raw;
        this.source = source;
        this.properties = properties;
        this.requests = requests;
        this.random = random;
        this.reverse = reverse;
        this.replies = new ArrayBlockingQueue<>(properties.maxInFlight() + 1);
        this.readDeadline = in(properties.handshakeSeconds());
    }

    private static long in(int seconds) {
        long at = System.nanoTime() + seconds * 1_000_000_000L;
        return at == 0 ? 1 : at;
    }

    InetSocketAddress source() {
        return source;
    }

    @Nullable Client client() {
        return client;
    }

    /** Whether something that was due by now did not come. */
    boolean overdue(long nowNanos) {
        long read = readDeadline;
        long write = writeDeadline;
        return (read != 0 && nowNanos - read > 0) || (write != 0 && nowNanos - write > 0);
    }

    /** Any thread; both of the connection's own end. */
    void close() {
        closed = true;
        replies.clear();
        replies.offer(END);
        try {
            // The raw socket: closing TLS would wait to say so.
            raw.close();
        } catch (IOException e) {
            log.debug("RadSec {} closing: {}", source, e.toString());
        }
    }

    /** The reader; returns when the connection is over. */
    void serve(SSLSocket tls, Client who) throws IOException {
        client = who;
        readDeadline = 0;
        boolean modern = Radius11.ALPN.equals(tls.getApplicationProtocol());
        Thread writer = Thread.ofVirtual().name("radsec-write-" + source).start(() -> write(tls));
        // RADIUS/1.1 matches by token; such a hub is asked over UDP.
        if (!modern) reverse.opened(who.nas.id(), toNas);
        try {
            InputStream in = new BufferedInputStream(tls.getInputStream());
            byte[] header = new byte[HEADER];
            while (!closed) {
                // Between packets a client may be silent for as long as it likes.
                int first = in.read();
                if (first < 0) return;
                readDeadline = in(properties.packetSeconds());
                header[0] = (byte) first;
                if (in.readNBytes(header, 1, HEADER - 1) < HEADER - 1) return;
                int length = (header[2] & 0xff) << 8 | header[3] & 0xff;
                if (length < RadiusPacket.HEADER_OCTETS || length > RadiusPacket.MAX_OCTETS) {
                    // Where the next packet begins is unknown from here (RFC 6613 §2.6.4).
                    requests.malformed(who.nas);
                    log.warn(
                            "RadSec nas={} source={}: Length {} is not in 20..4096; closed",
                            who.nas.name(),
                            source,
                            length);
                    return;
                }
                byte[] packet = new byte[length];
                System.arraycopy(header, 0, packet, 0, HEADER);
                if (in.readNBytes(packet, HEADER, length - HEADER) < length - HEADER) return;
                readDeadline = 0;
                NasEntry nas = requests.snapshot().nas(who.nas.id());
                if (nas == null || !nas.enabled()) return;
                if (!modern && toNas.answered(packet)) continue;
                handle(packet, nas, modern);
            }
        } finally {
            reverse.closed(who.nas.id(), toNas);
            close();
            writer.interrupt();
        }
    }

    private void handle(byte[] packet, NasEntry nas, boolean modern) {
        if (!modern) {
            requests.handle(packet, nas, source, this::send);
            return;
        }
        int token = Radius11.token(packet);
        byte[] authenticator = new byte[16];
        random.nextBytes(authenticator);
        byte[] classic;
        try {
            classic = Radius11.request(packet, Octets.wrap(authenticator), StreamRequests.SECRET);
        } catch (DecodeException e) {
            requests.malformed(nas);
            return;
        }
        requests.handle(classic, nas, source, octets -> sendModern(octets, classic, token));
    }

    private void sendModern(byte[] reply, byte[] request, int token) {
        try {
            send(Radius11.reply(reply, request, token, StreamRequests.SECRET));
        } catch (DecodeException e) {
            throw new IllegalStateException("a reply of ours cannot be read", e);
        }
    }

    /** From any thread; a client that lets its answers pile up has left. */
    private void send(byte[] octets) {
        if (closed || replies.offer(octets)) return;
        log.warn("RadSec source={} does not read its answers; closed", source);
        close();
    }

    private void write(SSLSocket tls) {
        try {
            OutputStream out = tls.getOutputStream();
            for (byte[] octets = replies.take(); octets.length > 0; octets = replies.take()) {
                writeDeadline = in(properties.packetSeconds());
                out.write(octets);
                out.flush();
                writeDeadline = 0;
            }
        } catch (IOException e) {
            log.debug("RadSec {} writing: {}", source, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }
}
