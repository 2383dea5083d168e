package io.flexaaa.server.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** One UDP port and its threads, each blocking in receive on the same socket. */
final class UdpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UdpListener.class);

    /** More than a packet may have: the rest of a longer datagram is padding. */
    private static final int BUFFER = 8_192;

    /** A burst of a whole site's reconnects fits. */
    private static final int SOCKET_BUFFER = 4 << 20;

    private final Admission.Port port;
    private final DatagramChannel channel;
    private final RequestHandler handler;
    private final Duplicates duplicates;
    private final List<Thread> threads = new ArrayList<>();

    UdpListener(
            Admission.Port port,
            InetAddress address,
            int number,
            RequestHandler handler,
            Duplicates duplicates)
            throws IOException {
        this.port = port;
        this.handler = handler;
        this.duplicates = duplicates;
        this.channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        try {
            channel.bind(new InetSocketAddress(address, number));
        } catch (IOException e) {
            channel.close();
            throw new IOException(
                    "UDP port "
                            + number
                            + " on "
                            + address.getHostAddress()
                            + " cannot be used ("
                            + e.getMessage()
                            + "): stop what holds it, or set flexaaa.radius."
                            + (port == Admission.Port.ACCOUNTING ? "acct" : "auth")
                            + "-ports",
                    e);
        }
    }

    void start(int count) throws IOException {
        int number = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        for (int i = 0; i < count; i++) {
            String name = "radius-" + number + "-" + i;
            threads.add(Thread.ofPlatform().name(name).daemon().start(this::receive));
        }
    }

    private void receive() {
        byte[] octets = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        while (channel.isOpen()) {
            try {
                buffer.clear();
                InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
                if (source == null) continue;
                handler.handle(port, octets, buffer.position(), source, duplicates, this::send);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | VirtualMachineError e) {
                // An ICMP error of an earlier send, a defect, a heap that was full for a moment:
                // none may make the
                // port deaf while the process stays up.
                log.warn(
                        "receiving on {} failed: {}",
                        Thread.currentThread().getName(),
                        e.toString());
            }
        }
    }

    private void send(InetSocketAddress to, byte[] octets) {
        try {
            channel.send(ByteBuffer.wrap(octets), to);
        } catch (IOException e) {
            // The client retransmits and is then answered from the duplicate cache.
            log.debug("reply to {} not sent: {}", to, e.toString());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing a RADIUS port: {}", e.toString());
        }
    }
}
