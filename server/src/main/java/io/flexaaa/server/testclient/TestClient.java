package io.flexaaa.server.testclient;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** Sends one request and waits for its reply, on the calling thread. */
public final class TestClient {
    private TestClient() {}

    /** How it ended. */
    public sealed interface Result {
        record Answered(TestReply reply, int attempts, long millis) implements Result {}

        record TimedOut(int attempts) implements Result {}

        /** Something came that cannot be trusted, and nothing better within the time. */
        record Bad(String why, int attempts) implements Result {}
    }

    public static Result ask(
            InetSocketAddress server,
            TestRequest request,
            String secret,
            long timeoutMs,
            int attempts)
            throws IOException {
        return ask(null, server, request, secret, timeoutMs, attempts);
    }

    /**
     * @param source the address to send from, or null for whichever leads there
     */
    public static Result ask(
            @Nullable InetAddress source,
            InetSocketAddress server,
            TestRequest request,
            String secret,
            long timeoutMs,
            int attempts)
            throws IOException {
        TinyRadius.Built built = TinyRadius.build(request, secret);
        String bad = null;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(source, 0))) {
            socket.connect(server);
            for (int attempt = 1; attempt <= attempts; attempt++) {
                long sentNs = System.nanoTime();
                socket.send(new DatagramPacket(built.packet(), built.packet().length));
                long untilNs = sentNs + timeoutMs * 1_000_000;
                for (long left = timeoutMs;
                        left > 0;
                        left = (untilNs - System.nanoTime()) / 1_000_000) {
                    byte[] datagram = receive(socket, (int) left);
                    if (datagram == null) break;
                    try {
                        TestReply reply = TinyRadius.read(datagram, built, secret);
                        return new Result.Answered(
                                reply, attempt, (System.nanoTime() - sentNs) / 1_000_000);
                    } catch (BadReplyException e) {
                        // A forger's reply must not keep the good one from being seen.
                        bad = e.getMessage();
                    }
                }
            }
        }
        return bad == null ? new Result.TimedOut(attempts) : new Result.Bad(bad, attempts);
    }

    private static byte @Nullable [] receive(DatagramSocket socket, int timeoutMs)
            throws IOException {
        byte[] buffer = new byte[4096];
        DatagramPacket in = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout(timeoutMs);
            socket.receive(in);
            return Arrays.copyOf(buffer, in.getLength());
        } catch (SocketTimeoutException | PortUnreachableException e) {
            // Nothing there yet; the next attempt may find the server started.
            return null;
        }
    }
}
