package io.flexaaa.server.proxy;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Secret;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A home server that waits for a thumb: Status-Server at once, Access-Accept after a while. */
final class SlowHome implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Secret secret = Secret.ofUtf8(FreeRadiusHome.SECRET);
    private final long delayMs;
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger probes = new AtomicInteger();

    SlowHome(long delayMs) throws IOException {
        this.delayMs = delayMs;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            DatagramPacket in = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(in);
                byte[] octets = Arrays.copyOf(buffer, in.getLength());
                RadiusPacket packet = RadiusCodec.decode(octets, 0, octets.length);
                boolean probe = packet.code() == Code.STATUS_SERVER;
                (probe ? probes : requests).incrementAndGet();
                byte[] reply =
                        RadiusSigner.reply(
                                Code.ACCESS_ACCEPT, packet, Attributes.EMPTY, secret, true);
                DatagramPacket out = new DatagramPacket(reply, reply.length, in.getSocketAddress());
                CompletableFuture.delayedExecutor(probe ? 0 : delayMs, TimeUnit.MILLISECONDS)
                        .execute(() -> send(out));
            } catch (IOException | DecodeException e) {
                if (socket.isClosed()) return;
                throw new IllegalStateException(e);
            }
        }
    }

    private void send(DatagramPacket out) {
        try {
            socket.send(out);
        } catch (IOException e) {
            if (!socket.isClosed()) throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
