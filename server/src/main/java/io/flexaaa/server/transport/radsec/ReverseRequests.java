package io.flexaaa.server.transport.radsec;

import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.dynauth.ReverseChannels;
import io.flexaaa.server.transport.StreamRequests;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Requests to the NAS on its own connection, and who waits for their answers. Their identifiers are
 * ours: those of the NAS's requests in the other direction are another space (RFC 6613 §2.6.5).
 */
final class ReverseRequests implements ReverseChannels.Channel {
    private static final int IDENTIFIERS = 256;

    private final Map<Integer, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final Consumer<byte[]> sender;
    private volatile boolean closed;

    ReverseRequests(Consumer<byte[]> sender) {
        this.sender = sender;
    }

    @Override
    public Secret secret() {
        return StreamRequests.SECRET;
    }

    @Override
    public int reserve() {
        for (int tried = 0; tried < IDENTIFIERS; tried++) {
            int identifier = next.getAndIncrement() & 0xff;
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            if (waiting.putIfAbsent(identifier, answer) == null) {
                answer.whenComplete((_, _) -> waiting.remove(identifier, answer));
                return identifier;
            }
        }
        return -1;
    }

    @Override
    public void release(int identifier) {
        CompletableFuture<byte[]> answer = waiting.get(identifier);
        if (answer != null) answer.cancel(false);
    }

    @Override
    public CompletableFuture<byte[]> ask(byte[] request) {
        CompletableFuture<byte[]> answer = waiting.get(request[1] & 0xff);
        if (answer == null) {
            return CompletableFuture.failedFuture(new IOException("identifier was not reserved"));
        }
        if (closed) answer.completeExceptionally(new IOException("connection closed"));
        else sender.accept(request);
        return answer;
    }

    /** Whether the packet is a reply to a request of ours; one that nobody waits for is not. */
    boolean answered(byte[] packet) {
        Code code = Code.of(packet[0] & 0xff);
        if (code != Code.COA_ACK
                && code != Code.COA_NAK
                && code != Code.DISCONNECT_ACK
                && code != Code.DISCONNECT_NAK) return false;
        CompletableFuture<byte[]> answer = waiting.get(packet[1] & 0xff);
        return answer != null && answer.complete(packet);
    }

    void fail() {
        closed = true;
        for (CompletableFuture<byte[]> answer : waiting.values()) {
            answer.completeExceptionally(new IOException("connection closed"));
        }
    }
}
