package io.flexaaa.gateway.dataplane.userspace;

import io.flexaaa.gateway.dataplane.WirePort;
import io.flexaaa.ipsec.nat.UdpEncapsulation;
import io.flexaaa.linux.Memory;
import io.flexaaa.linux.Path;
import io.flexaaa.linux.SendBatch;
import io.flexaaa.linux.UdpSocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** IKE's share of UDP 4500. Sends on the caller's thread. */
final class UserspaceWirePort implements WirePort {
    private static final Listener NOBODY = (local, remote, message) -> {};

    private final Sockets sockets;
    private final SendBatch batch = new SendBatch(1);
    private volatile Listener listener = NOBODY;

    UserspaceWirePort(Sockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public synchronized void send(
            InetSocketAddress local, InetSocketAddress remote, byte[] ikeMessage) {
        Path path = Path.udp(local, remote);
        int length = UdpEncapsulation.MARKER_OCTETS + ikeMessage.length;
        if (length > SendBatch.MAX_OCTETS) {
            throw new UncheckedIOException(
                    new IOException("IKE message of " + length + " octets exceeds UDP"));
        }
        long at = batch.buffer(0);
        Memory.put32(at, 0);
        Memory.fromHeap(ikeMessage, 0, ikeMessage.length, at + UdpEncapsulation.MARKER_OCTETS);
        batch.set(0, path, length, length);
        try {
            UdpSocket socket = sockets.udp(path.ipv4());
            if (batch.send(socket, 1) > 0) {
                throw new IOException("send IKE message " + path + ": " + batch.lastErrorText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onMessage(Listener to) {
        listener = to;
    }

    void received(InetSocketAddress local, InetSocketAddress remote, byte[] message) {
        listener.message(local, remote, message);
    }
}
