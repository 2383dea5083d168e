package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.linux.LinuxException;
import io.flexaaa.linux.UdpSocket;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** UDP 4500 and IP protocol 50, both families. IPv4 is a must; a host may be without IPv6. */
final class Sockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);
    private static final InetAddress ANY4 = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress ANY6 = InetAddress.ofLiteral("::");

    private final UdpSocket udp4;
    private final @Nullable UdpSocket udp6;
    private final @Nullable UdpSocket raw4;
    private final @Nullable UdpSocket raw6;

    Sockets(int port, boolean nativeEsp) throws LinuxException {
        udp4 = UdpSocket.udp(ANY4, port);
        udp6 = optional(() -> UdpSocket.udp(ANY6, port));
        raw4 = nativeEsp ? optional(() -> UdpSocket.rawEsp(ANY4)) : null;
        raw6 = nativeEsp ? optional(() -> UdpSocket.rawEsp(ANY6)) : null;
    }

    private interface Opening {
        UdpSocket open() throws LinuxException;
    }

    private static @Nullable UdpSocket optional(Opening opening) {
        try {
            return opening.open();
        } catch (LinuxException e) {
            LOG.warn("event=socket-unavailable reason=\"{}\"", e.getMessage());
            return null;
        }
    }

    UdpSocket udp(boolean ipv4) throws IOException {
        return present(ipv4 ? udp4 : udp6, "UDP port for NAT traversal", ipv4);
    }

    UdpSocket raw(boolean ipv4) throws IOException {
        return present(ipv4 ? raw4 : raw6, "raw ESP", ipv4);
    }

    private static UdpSocket present(@Nullable UdpSocket socket, String what, boolean ipv4)
            throws IOException {
        if (socket == null) {
            throw new IOException(
                    "no socket for "
                            + what
                            + " over IPv"
                            + (ipv4 ? 4 : 6)
                            + "; see the warnings at start");
        }
        return socket;
    }

    List<UdpSocket> all() {
        List<UdpSocket> open = new ArrayList<>();
        open.add(udp4);
        for (UdpSocket socket : new @Nullable UdpSocket[] {udp6, raw4, raw6}) {
            if (socket != null) {
                open.add(socket);
            }
        }
        return List.copyOf(open);
    }

    @Override
    public void close() {
        all().forEach(UdpSocket::close);
    }
}
