package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * Connections that a NAS opened and that carry requests back to it: a NAS behind NAT, or one whose
 * dynamic-author port nobody else may reach. The stream transport implements it.
 */
public interface ReverseChannels {

    /** The newest open connection of the NAS, or null. */
    @Nullable Channel of(long nasId);

    /** One connection; for any thread. */
    interface Channel {
        /** What packets inside are signed with (RFC 6614 §2.3). */
        Secret secret();

        /** Takes an identifier that no request waits under; -1 when all 256 do. */
        int reserve();

        /** Gives one back under which nothing was sent. */
        void release(int identifier);

        /**
         * Sends once: the stream delivers or breaks (RFC 6613 §2.6.1 has nothing sent again). The
         * identifier is free again when the future is done, by whoever completes it.
         *
         * @param request under an identifier reserved here
         */
        CompletableFuture<byte[]> ask(byte[] request);
    }
}
