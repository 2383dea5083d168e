package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.protocol.wire.Octets;

import java.net.InetAddress;
import java.util.List;

/**
 * How far a session is. AwaitingAuth -> LookingUpPsk -> Authorizing -> Opening -> Established ->
 * Closing; from any of the first four a failure leads to Lingering, where only the refusal is
 * repeated. Each holds what exists in that phase and nothing else.
 */
public sealed interface Phase {
    /** What IKE_SA_INIT left behind for AUTH and the first child's keys. */
    record Init(Octets request, Octets response, Octets ni, Octets nr) {}

    /** The IKE_AUTH request being worked on. */
    record Claim(
            Init init,
            IkeMessage request,
            Identification idI,
            Authentication auth,
            PeerIdentity identity,
            IkeProfile profile,
            Path path) {}

    /** Our own proof, ready to be sent once the rest succeeds. */
    record Proof(Identification idR, PeerIdentity identity, Octets auth) {}

    record AwaitingAuth(Init init, long deadlineMs) implements Phase {}

    /** {@link io.flexaaa.ikev2.Action.LookUpPsk} is out. */
    record LookingUpPsk(Claim claim, long requestId, long deadlineMs) implements Phase {}

    /** The peer proved itself; {@link io.flexaaa.ikev2.Action.Authorize} is out. */
    record Authorizing(Claim claim, Proof proof, long requestId, long deadlineMs)
            implements Phase {}

    /** {@link io.flexaaa.ikev2.Action.OpenSession} is out. */
    record Opening(Claim claim, Proof proof, long requestId, long deadlineMs) implements Phase {}

    record Established(Login login) implements Phase {}

    /** The login failed; the refusal is repeated to retransmissions until the deadline. */
    record Lingering(Reason why, long deadlineMs) implements Phase {}

    /** Our Delete is out; the session is over for everyone but the peer. */
    record Closing(Reason why, long deadlineMs) implements Phase {}

    /**
     * A finished login.
     *
     * @param opened the shell holds a session for it (false: no address was to be had)
     */
    record Login(
            IkeProfile profile,
            PeerIdentity local,
            PeerIdentity remote,
            boolean opened,
            EspPolicy esp,
            List<InetAddress> assigned,
            List<Selector> allowedLocal,
            List<Selector> allowedRemote,
            long establishedMs) {}
}
