package io.flexaaa.server.proxy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A realm as the API shows it.
 *
 * @param match {@code example.com}, {@code *.example.com}, {@code *} for any realm, or empty for
 *     user names without one
 * @param nas requests of these NASes only; empty for all
 * @param strip whether the home server gets the user name without {@code @realm}
 * @param lookUps whether key and authorization look-ups go there, too, not only logins
 * @param denyAttributes attributes of the home server that are never passed on
 * @param group whose attributes are added on accept in modes local and merge
 * @param timeoutMillis how long one home server may take; a push to a telephone wants 60000
 */
public record Realm(
        long id,
        String name,
        String description,
        boolean enabled,
        String match,
        List<String> nas,
        boolean strip,
        boolean lookUps,
        ReplyMode reply,
        List<String> denyAttributes,
        @Nullable String group,
        boolean requireMessageAuthenticator,
        boolean forwardAccounting,
        int timeoutMillis,
        int retransmits,
        boolean statusServer,
        int deadSeconds,
        List<Home> homeServers,
        long version,
        Instant createdAt,
        Instant updatedAt) {
    /** One home server; the first that is alive is asked. */
    public record Home(String address, int authPort, int acctPort, boolean secretSet) {}
}
