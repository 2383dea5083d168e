package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasCounterBook;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.Prefix;
import io.flexaaa.server.policy.NasFacts;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A RADIUS client as the request path needs it.
 *
 * @param certificateName which name its certificate has when it comes over TLS; absent: the NAS's
 *     own name, or its address
 * @param secret absent when it cannot be unsealed: the client is known but not answered
 * @param facts what policies look at
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
        NasCounterBook.Tally tally,
        NasFacts facts,
        @Nullable String certificateName) {

    public NasEntry(
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
            NasCounterBook.Tally tally) {
        this(
                id,
                name,
                prefix,
                secret,
                authorizationPassword,
                type,
                requireMessageAuthenticator,
                dynAuthPort,
                acctInterimSeconds,
                enabled,
                tally,
                new NasFacts(id, name, type.text(), TemplateValues.ofNas(name, Map.of())),
                null);
    }
}
