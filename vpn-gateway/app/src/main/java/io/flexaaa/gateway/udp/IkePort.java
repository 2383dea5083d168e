package io.flexaaa.gateway.udp;

import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.Memory;
import io.flexaaa.linux.Path;
import io.flexaaa.linux.Poller;
import io.flexaaa.linux.ReceiveBatch;
import io.flexaaa.linux.SendBatch;
import io.flexaaa.linux.UdpSocket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * UDP 500: one socket a family, telling which local address a datagram came to, so that the answer
 * leaves from it.
 */
public final class IkePort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IkePort.class);
    private static final int SLOTS = 32;
    private static final int SLOT_OCTETS = 65_536;
    private static final int PATHS = 4_096;

    /** Takes datagrams; called on the receiving thread, so hand over at once. */
    public interface Listener {
        void datagram(InetSocketAddress local, InetSocketAddress remote, byte[] octets);
    }

    private final int port;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final Poller poller;
    private final Listener listener;
    private final SendBatch out = new SendBatch(1);
    private final Map<List<InetSocketAddress>, Path> paths =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<List<InetSocketAddress>, Path> eldest) {
                    return size() > PATHS;
                }
            };
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param addresses any-addresses of the families to serve, or single addresses
     */
    public IkePort(List<InetAddress> addresses, int port, Listener listener) throws LinuxException {
        this.port = port;
        this.listener = listener;
        this.poller = Poller.open();
        for (InetAddress address : addresses) {
            UdpSocket socket = UdpSocket.udp(address, port);
            poller.add(socket.fd(), sockets.size());
            sockets.add(socket);
        }
        thread = new Thread(this::run, "ike-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends from {@code local}'s address; false when the kernel refused. */
    public synchronized boolean send(
            InetSocketAddress local, InetSocketAddress remote, byte[] octets) {
        UdpSocket socket = socketFor(remote.getAddress());
        if (socket == null || closed) {
            return false;
        }
        Path path =
                paths.computeIfAbsent(
                        List.of(local, remote),
                        key -> Path.udp(new InetSocketAddress(local.getAddress(), port), remote));
        Memory.fromHeap(octets, 0, octets.length, out.buffer(0));
        out.set(0, path, octets.length, octets.length);
        return out.send(socket, 1) == 0;
    }

    private @Nullable UdpSocket socketFor(InetAddress remote) {
        boolean ipv4 = remote.getAddress().length == 4;
        for (UdpSocket socket : sockets) {
            if (socket.ipv4() == ipv4) {
                return socket;
            }
        }
        return null;
    }

    private void run() {
        ReceiveBatch batch = new ReceiveBatch(SLOTS, SLOT_OCTETS);
        while (!closed) {
            try {
                int ready = poller.await(1_000);
                for (int i = 0; i < ready && !closed; i++) {
                    int token = poller.token(i);
                    if (token >= 0 && token < sockets.size()) {
                        receive(batch, sockets.get(token));
                    }
                }
            } catch (RuntimeException e) {
                // One datagram must not stop the port.
                LOG.error("{}", LogLine.of("ike-port-error").with("error", e), e);
            }
        }
    }

    private void receive(ReceiveBatch batch, UdpSocket socket) {
        int messages = batch.receive(socket);
        for (int i = 0; i < messages; i++) {
            InetAddress local = batch.local(i);
            if (local == null) {
                continue;
            }
            InetSocketAddress to = new InetSocketAddress(local, port);
            InetSocketAddress from = batch.remote(i);
            int length = batch.length(i);
            int segment = Math.max(1, batch.segmentOctets(i));
            for (int at = 0; at < length; at += segment) {
                byte[] octets = new byte[Math.min(segment, length - at)];
                Memory.toHeap(batch.buffer(i) + at, octets, 0, octets.length);
                listener.datagram(to, from, octets);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        poller.wake();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.forEach(UdpSocket::close);
        poller.close();
    }
}
