package io.flexaaa.server.dynauth;

import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.dynauth.DynAuthExchange.Step;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Carries one exchange over a connection the NAS opened, on the calling (virtual) thread. */
final class DynAuthStream {
    /** As long as the retransmissions over UDP take together. */
    private static final long WAIT_MS = Arrays.stream(DynAuthExchange.WAITS_MS).sum();

    private DynAuthStream() {}

    static Answer run(DynAuthExchange exchange, ReverseChannels.Channel channel)
            throws IOException, InterruptedException {
        exchange.due(nowMs());
        CompletableFuture<byte[]> reply = channel.ask(exchange.packet());
        try {
            byte[] octets = reply.get(WAIT_MS, TimeUnit.MILLISECONDS);
            return exchange.received(octets, octets.length, nowMs())
                            instanceof Step.Done(var answer)
                    ? answer
                    : new Answer.Silent(1, 1);
        } catch (TimeoutException e) {
            return new Answer.Silent(1, 0);
        } catch (ExecutionException e) {
            throw new IOException(
                    "the NAS's RadSec connection closed before it answered; ask again once the hub"
                            + " has connected",
                    e.getCause());
        } finally {
            reply.cancel(false);
        }
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }
}
