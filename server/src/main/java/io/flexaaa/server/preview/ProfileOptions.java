package io.flexaaa.server.preview;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * How the hub's IKEv2 profile asks. Manglers are rules in IOS's words, such as {@code fqdn
 * hostname}.
 *
 * @param method psk, cert or eap
 * @param override {@code aaa authorization group override}
 * @param cached {@code aaa authorization user ... cached}: what came with the key or the EAP accept
 *     counts; absent means yes for psk and eap unless user or userMangler asks
 * @param pskMangler of {@code keyring aaa}; absent sends the whole identity
 * @param user literal name of user authorization
 * @param groups literal names of group authorization; absent, without groupMangler, means the group
 *     the peer has here
 * @param callingStationId the peer's outer address, for conditions
 * @param at the time, for conditions; absent means now
 */
public record ProfileOptions(
        @Nullable String method,
        @Nullable Boolean override,
        @Nullable Boolean cached,
        @Nullable String pskMangler,
        @Nullable String user,
        @Nullable String userMangler,
        @Nullable List<String> groups,
        @Nullable String groupMangler,
        @Nullable String callingStationId,
        @Nullable Instant at) {

    public static final ProfileOptions DEFAULT =
            new ProfileOptions(null, null, null, null, null, null, null, null, null, null);
}
