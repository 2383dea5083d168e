package io.flexaaa.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends bad packets and sees what comes back. */
final class BadWire {
    private static final InetAddress SERVER = InetAddress.ofLiteral("127.0.0.1");
    private static final int GRACE_MILLIS = 40;

    private final BadPackets packets;

    BadWire(BadPackets packets) {
        this.packets = packets;
    }

    static int codeOf(byte @Nullable [] reply) {
        return reply == null ? -1 : reply[0];
    }

    static DatagramSocket socket(InetAddress from) throws IOException {
        return new DatagramSocket(0, from);
    }

    byte[] ask(InetAddress from, int port, byte[] request) throws IOException {
        try (DatagramSocket socket = socket(from)) {
            for (int attempt = 0; attempt < 5; attempt++) {
                send(socket, port, request);
                byte[] reply = receive(socket, 4_000);
                if (reply != null) return reply;
            }
        }
        throw new AssertionError("no reply on port " + port);
    }

    /**
     * The answer to a packet. Whether there is none is known once a Status-Server sent after it is
     * answered, and a moment has passed for the port's other threads.
     */
    byte @Nullable [] exchange(DatagramSocket socket, int port, byte[] packet, boolean silence)
            throws IOException {
        send(socket, port, packet);
        if (!silence) {
            byte[] reply = receive(socket, 3_000);
            if (reply != null) return reply;
        }
        byte[] status = packets.signed(12, packets.authenticator());
        if (packet.length > 1) status[1] = (byte) (packet[1] + 1);
        Arrays.fill(status, 22, 38, (byte) 0);
        BadPackets.sign(status, 22);
        List<byte[]> others = new ArrayList<>();
        boolean alive = false;
        for (int attempt = 0; attempt < 5 && !alive; attempt++) {
            send(socket, port, status);
            for (byte[] reply = receive(socket, 2_000);
                    reply != null;
                    reply = receive(socket, GRACE_MILLIS)) {
                if (reply[1] == status[1]) alive = true;
                else others.add(reply);
            }
        }
        assertThat(alive).as("the server answers a Status-Server").isTrue();
        return others.isEmpty() ? null : others.getFirst();
    }

    void send(DatagramSocket socket, int port, byte[] packet) throws IOException {
        socket.send(new DatagramPacket(packet, packet.length, SERVER, port));
    }

    static byte @Nullable [] receive(DatagramSocket socket, int waitMillis) throws IOException {
        socket.setSoTimeout(waitMillis);
        DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
        try {
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }
}
