package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasCounterBook;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * A RADIUS client as the request path needs it.
 *
 * @param secret absent when it cannot be unsealed: the client is known but not answered
 */
public record NasEntry(
        long id,
        String name,
        Prefix prefix,
        @Nullable Secret secret,
        Secret authorizationPassword,
        NasType type,
        boolean requireMessageAuthenticator,
        int dynAuthPort,
        @Nullable Integer acctInterimSeconds,
        boolean enabled,
        NasCounterBook.Tally tally) {}
