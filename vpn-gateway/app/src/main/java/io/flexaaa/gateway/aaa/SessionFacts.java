package io.flexaaa.gateway.aaa;

import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.ikev2.Endpoint;
import io.flexaaa.ikev2.PeerIdentity;

/**
 * What requests about a session say of it.
 *
 * @param auditSessionId opaque, unique over restarts; the key of CoA and Disconnect
 * @param acctSessionId unique over restarts
 */
public record SessionFacts(
        long sessionId,
        String auditSessionId,
        String acctSessionId,
        Ikev2Profile profile,
        PeerIdentity identity,
        Endpoint local,
        Endpoint remote) {}
