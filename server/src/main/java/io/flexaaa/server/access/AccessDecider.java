package io.flexaaa.server.access;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.access.AccessRequest.Credential;
import io.flexaaa.server.policy.ReplyPlan.Outcome;
import io.flexaaa.server.snapshot.GroupEntry;
import io.flexaaa.server.snapshot.NasEntry;
import io.flexaaa.server.snapshot.PeerEntry;
import io.flexaaa.server.snapshot.PskEntry;
import io.flexaaa.server.snapshot.Snapshot;
import io.flexaaa.server.snapshot.UserEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** The decision itself: a function of request, configuration and time. */
public final class AccessDecider {

    /** RFC 2865 §3, less header, Message-Authenticator and a key of full length. */
    private static final int BUDGET = 4096 - 20 - 18;

    /** Address and netmask, and two AV pairs for IPv6. */
    private static final int LEASE_OCTETS = 104;

    private static final int TUNNEL_PASSWORD_OVERHEAD = 5 + 16;

    /** MS-CHAP2-Success, two keys, policy, types, Acct-Interim-Interval. */
    private static final int LOGIN_OVERHEAD = 51 + 2 * 42 + 2 * 12 + 6;

    private AccessDecider() {}

    /**
     * @param peerOfSession the peer this audit-session-id was given before, if any
     * @param proxyStateOctets what the reply has to echo
     */
    public static Verdict decide(
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            @Nullable String peerOfSession,
            int proxyStateOctets,
            Instant now) {
        if (request.userName().isEmpty()) return reject(Reason.NO_USER_NAME);
        return switch (request.credential()) {
            case Credential.Mixed() -> reject(Reason.MIXED_CREDENTIALS);
            case Credential.Malformed() -> reject(Reason.MALFORMED_PASSWORD);
            case Credential.None() -> reject(Reason.NO_PASSWORD);
            case Credential.Eap _ -> reject(Reason.EAP_NOT_SERVED);
            case Credential.MalformedChap() -> reject(Reason.MALFORMED_CHAP);
            case Credential.Chap _, Credential.MsChap1 _, Credential.MsChap2 _ ->
                    new Verdict.Login();
            case Credential.Password(byte[] octets) -> {
                boolean matches = nas.authorizationPassword().matches(Secret.wrap(octets));
                if (!request.isLookup()) {
                    yield matches ? reject(Reason.LOOKUP_PASSWORD_AT_LOGIN) : new Verdict.Login();
                }
                if (!matches) {
                    // Without a Service-Type it may as well be a person behind a hub.
                    yield request.serviceType() == AccessRequest.ABSENT
                                    && snapshot.user(request.userName()) != null
                            ? new Verdict.Login()
                            : reject(Reason.WRONG_AUTHORIZATION_PASSWORD);
                }
                yield lookUp(request, nas, snapshot, peerOfSession, proxyStateOctets, now);
            }
        };
    }

    private static Verdict lookUp(
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            @Nullable String peerOfSession,
            int proxyStateOctets,
            Instant now) {
        PeerEntry peer = snapshot.peer(request.userName());
        if (peer != null) return peer(peer, request, nas, snapshot, proxyStateOctets, now);
        GroupEntry group = snapshot.group(request.userName());
        if (group != null) {
            Attributes attributes = group.attributes();
            int octets = group.octets();
            if (group.plan() != null) {
                switch (PolicyOutcome.of(group, request, nas, snapshot, peerOfSession, now)) {
                    case Outcome.Unresolved _ -> {
                        return reject(Reason.TEMPLATE_UNRESOLVED);
                    }
                    case Outcome.Ready(Attributes made, int size) -> {
                        attributes = made;
                        octets = size;
                    }
                }
            }
            return octets + proxyStateOctets > BUDGET
                    ? reject(Reason.REPLY_TOO_LARGE)
                    : new Verdict.AcceptGroup(group, attributes);
        }
        UserEntry user = snapshot.user(request.userName());
        if (user != null) return user(user, proxyStateOctets, now);
        return reject(
                request.looksLikeGroup(peerOfSession) ? Reason.UNKNOWN_GROUP : Reason.UNKNOWN_PEER);
    }

    private static Verdict peer(
            PeerEntry peer,
            AccessRequest request,
            NasEntry nas,
            Snapshot snapshot,
            int proxyStateOctets,
            Instant now) {
        if (!peer.enabled()) return reject(Reason.PEER_DISABLED);
        if (over(peer.validUntil(), now)) return reject(Reason.PEER_EXPIRED);
        PskEntry psk = peer.psk();
        if (psk instanceof PskEntry.Unreadable) return reject(Reason.PSK_UNREADABLE);
        if (psk != null && over(psk.expiresAt(), now)) return reject(Reason.PSK_EXPIRED);
        Attributes attributes = peer.attributes();
        int octets = peer.octets();
        if (peer.plan() != null) {
            switch (PolicyOutcome.of(peer, request, nas, now)) {
                case Outcome.Unresolved _ -> {
                    return reject(Reason.TEMPLATE_UNRESOLVED);
                }
                case Outcome.Ready(Attributes made, int size) -> {
                    attributes = made;
                    octets = size;
                }
            }
        }
        octets += proxyStateOctets;
        if (psk instanceof PskEntry.Symmetric(byte[] key, _)) {
            octets += key.length + TUNNEL_PASSWORD_OVERHEAD;
        }
        if (!snapshot.pools(peer).none()) octets += LEASE_OCTETS;
        if (octets > BUDGET) return reject(Reason.REPLY_TOO_LARGE);
        return new Verdict.AcceptPeer(peer, attributes);
    }

    private static Verdict user(UserEntry user, int proxyStateOctets, Instant now) {
        if (!user.enabled()) return reject(Reason.USER_DISABLED);
        if (over(user.validUntil(), now)) return reject(Reason.USER_EXPIRED);
        return user.octets() + proxyStateOctets > BUDGET
                ? reject(Reason.REPLY_TOO_LARGE)
                : new Verdict.AcceptUser(user);
    }

    /** Whether the answer to a login, with MS-CHAP's proof and keys, fits a packet. */
    static boolean loginFits(int octets, int proxyStateOctets) {
        return octets + proxyStateOctets + LOGIN_OVERHEAD <= BUDGET;
    }

    private static boolean over(@Nullable Instant until, Instant now) {
        return until != null && !now.isBefore(until);
    }

    private static Verdict reject(Reason reason) {
        return new Verdict.Reject(reason);
    }
}
