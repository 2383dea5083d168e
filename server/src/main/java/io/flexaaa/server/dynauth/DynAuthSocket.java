package io.flexaaa.server.dynauth;

import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.dynauth.DynAuthExchange.Step;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/**
 * Carries one exchange over UDP on the calling (virtual) thread. Every exchange has a socket of its
 * own: identifiers cannot clash, and the kernel drops what comes from elsewhere.
 */
final class DynAuthSocket {
    private DynAuthSocket() {}

    /**
     * @param from the server's own RADIUS address: the hub knows its dynamic-author client by it.
     *     The wildcard, or another family than the NAS's, leaves the choice to the kernel.
     */
    static Answer run(DynAuthExchange exchange, InetAddress from, InetSocketAddress nas)
            throws IOException {
        try (DatagramSocket socket = new DatagramSocket(local(from, nas))) {
            socket.connect(nas);
            byte[] packet = exchange.packet();
            byte[] buffer = new byte[4096];
            Step step = exchange.due(nowMs());
            while (true) {
                switch (step) {
                    case Step.Done(Answer answer) -> {
                        return answer;
                    }
                    case Step.Send(long untilMs) -> {
                        socket.send(new DatagramPacket(packet, packet.length));
                        step = await(socket, buffer, exchange, untilMs);
                    }
                    case Step.Wait(long untilMs) -> step = await(socket, buffer, exchange, untilMs);
                }
            }
        }
    }

    private static InetSocketAddress local(InetAddress from, InetSocketAddress nas) {
        boolean useful =
                !from.isAnyLocalAddress()
                        && from.getAddress().length == nas.getAddress().getAddress().length;
        return useful ? new InetSocketAddress(from, 0) : new InetSocketAddress(0);
    }

    private static Step await(
            DatagramSocket socket, byte[] buffer, DynAuthExchange exchange, long untilMs)
            throws IOException {
        long left = untilMs - nowMs();
        if (left <= 0) return exchange.due(nowMs());
        socket.setSoTimeout((int) left);
        DatagramPacket in = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(in);
            return exchange.received(buffer, in.getLength(), nowMs());
        } catch (SocketTimeoutException e) {
            return exchange.due(nowMs());
        } catch (java.net.PortUnreachableException e) {
            // The listener may come back before the last retransmission: wait as if it were silent.
            return new Step.Wait(untilMs);
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
