package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.wire.DecodeException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A NAS that does as it is told with each request it gets. */
final class ScriptedNas implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final List<byte[]> seen = new CopyOnWriteArrayList<>();
    private final Function<RadiusPacket, byte @Nullable []> script;

    /**
     * @param script the datagram to answer with; null for silence
     */
    ScriptedNas(Function<RadiusPacket, byte @Nullable []> script) throws SocketException {
        this.script = script;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** All datagrams so far. */
    List<byte[]> seen() {
        return seen;
    }

    RadiusPacket request(int index) throws DecodeException {
        byte[] packet = seen.get(index);
        return RadiusCodec.decode(packet, 0, packet.length);
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            DatagramPacket in = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(in);
                byte[] packet = Arrays.copyOf(buffer, in.getLength());
                seen.add(packet);
                byte[] reply = script.apply(RadiusCodec.decode(packet, 0, packet.length));
                if (reply != null)
                    socket.send(new DatagramPacket(reply, reply.length, in.getSocketAddress()));
            } catch (IOException | DecodeException e) {
                if (socket.isClosed()) return;
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
