package io.flexaaa.gateway.dhcp;

import io.flexaaa.gateway.ios.config.Addresses;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UDP port 67 of each giaddr in use: a server answers a relay there (RFC 2131 §4.1). Opened by the
 * first question, so that a hub without DHCP has no such port.
 *
 * <p>{@link #send} belongs to one thread; what comes in is told on a thread of the port's own.
 */
public final class DhcpPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DhcpPort.class);
    private static final int SERVER_PORT = 67;
    private static final int MOST_OCTETS = 1_500;

    /** Takes what a server sent. */
    public interface Receiver {
        void received(DhcpMessage message, Inet4Address from);
    }

    private final Receiver receiver;
    private final Map<Inet4Address, DatagramSocket> sockets = new HashMap<>();
    private final AtomicLong malformed = new AtomicLong();

    public DhcpPort(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * @throws IOException with a sentence for the operator
     */
    public void send(DhcpLeases.Out out) throws IOException {
        Inet4Address giaddr = out.giaddr() == null ? facing(out.server()) : out.giaddr();
        byte[] octets = out.message().from(giaddr);
        socket(giaddr)
                .send(
                        new DatagramPacket(
                                octets,
                                octets.length,
                                new InetSocketAddress(out.server(), SERVER_PORT)));
    }

    /** The address of ours that a packet to the server would leave from. */
    private static Inet4Address facing(Inet4Address server) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(server, SERVER_PORT));
            if (probe.getLocalAddress() instanceof Inet4Address own && !own.isAnyLocalAddress()) {
                return own;
            }
        }
        throw new IOException(
                "no route to DHCP server "
                        + Addresses.text(server)
                        + "; add one or set dhcp giaddr");
    }

    private DatagramSocket socket(Inet4Address giaddr) throws IOException {
        DatagramSocket open = sockets.get(giaddr);
        if (open != null) {
            return open;
        }
        try {
            DatagramSocket socket = new DatagramSocket(new InetSocketAddress(giaddr, SERVER_PORT));
            sockets.put(giaddr, socket);
            Thread.ofVirtual().name("dhcp-" + Addresses.text(giaddr)).start(() -> receive(socket));
            return socket;
        } catch (IOException e) {
            throw new IOException(
                    "dhcp giaddr "
                            + Addresses.text(giaddr)
                            + ", UDP port 67: "
                            + e.getMessage()
                            + "; give the hub this address or end what holds the port",
                    e);
        }
    }

    private void receive(DatagramSocket socket) {
        byte[] buffer = new byte[MOST_OCTETS];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                Inet4Address from = sender(packet);
                if (from != null) {
                    byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
                    receiver.received(DhcpMessage.decode(octets), from);
                }
            } catch (DecodeException e) {
                malformed.incrementAndGet();
                LOG.debug("{}", LogLine.of("dhcp-malformed").with("error", e.getMessage()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("{}", LogLine.of("dhcp-receive").with("error", e));
                }
            }
        }
    }

    private static @Nullable Inet4Address sender(DatagramPacket packet) {
        return packet.getPort() == SERVER_PORT && packet.getAddress() instanceof Inet4Address v4
                ? v4
                : null;
    }

    /** Datagrams that were no DHCP message. */
    public long malformed() {
        return malformed.get();
    }

    @Override
    public void close() {
        sockets.values().forEach(DatagramSocket::close);
        sockets.clear();
    }
}
