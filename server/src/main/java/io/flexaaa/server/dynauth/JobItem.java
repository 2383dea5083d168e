package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One session of a job and what came of it.
 *
 * @param change what is sent; null for a Disconnect and where a CoA can change nothing
 * @param reconnect what only a new connection brings
 * @param dynAuthId the exchange in the log of dynamic authorization
 */
public record JobItem(
        int position,
        long sessionId,
        long nasId,
        String nas,
        String peer,
        ItemState state,
        @Nullable PolicyChange change,
        List<String> reconnect,
        @Nullable Long dynAuthId,
        String message) {}
