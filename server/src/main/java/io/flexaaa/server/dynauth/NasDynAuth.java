package io.flexaaa.server.dynauth;

import java.util.List;
import java.util.Set;

/**
 * How CoA and Disconnect go to one NAS.
 *
 * @param port the NAS's own, changed with the NAS
 * @param secretSet whether it has a secret for dynamic authorization ({@code client ...
 *     server-key}) other than its RADIUS secret
 * @param identifiers the sets that name a session, in the order they are tried
 * @param messageAuthenticator whether requests carry one; IOS before 17 may refuse it
 * @param overRadSec whether they go by the RadSec connection the NAS opened, while one is open
 */
public record NasDynAuth(
        String nas,
        int port,
        boolean secretSet,
        List<Set<SessionIdentifier>> identifiers,
        boolean messageAuthenticator,
        boolean overRadSec) {}
