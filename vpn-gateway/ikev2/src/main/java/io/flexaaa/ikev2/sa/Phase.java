package io.flexaaa.ikev2.sa;

import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.IkeConfig.EspPolicy;
import io.flexaaa.ikev2.IkeConfig.IkeProfile;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.Selector;
import io.flexaaa.ikev2.message.Authentication;
import io.flexaaa.ikev2.message.Identification;
import io.flexaaa.ikev2.message.IkeMessage;
import io.flexaaa.ikev2.message.Payload;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/**
 * How far a session is. AwaitingAuth, then by the peer's kind of proof LookingUpPsk,
 * CheckingCertificate or EapRelaying and EapAwaiting in turn, EapProving (with two proofs
 * CheckingCertificate, AwaitingSecond, then those of EAP); then Authorizing -> Opening ->
 * Established -> Closing. From any before Established a failure leads to Lingering, where only the
 * refusal is repeated. Each holds what exists in that phase and nothing else.
 */
public sealed interface Phase {
    /** What IKE_SA_INIT left behind for AUTH and the first child's keys. */
    record Init(Octets request, Octets response, Octets ni, Octets nr) {}

    /**
     * The peer's first IKE_AUTH request, which says who it is and what it wants.
     *
     * @param auth its proof; null when that is to come by EAP
     * @param method how it proves itself
     * @param proved it has done so
     * @param eapName who EAP found it to be, null outside of EAP
     * @param path where the latest message of it came from
     */
    record Claim(
            Init init,
            IkeMessage request,
            Identification idI,
            @Nullable Authentication auth,
            PeerIdentity identity,
            IkeProfile profile,
            Path path,
            AuthMethod method,
            boolean proved,
            @Nullable String eapName) {
        public Claim asProved() {
            return new Claim(
                    init, request, idI, auth, identity, profile, path, method, true, eapName);
        }

        /** By a signature of a key of this kind. */
        public Claim asProved(AuthMethod kind) {
            return new Claim(
                    init, request, idI, auth, identity, profile, path, kind, true, eapName);
        }

        /** By EAP, which found it to be this. */
        public Claim asProved(String name) {
            return new Claim(init, request, idI, auth, identity, profile, path, method, true, name);
        }

        public Claim at(Path next) {
            return new Claim(
                    init, request, idI, auth, identity, profile, next, method, proved, eapName);
        }

        /** The second of two proofs begins (RFC 4739): EAP, under a name of its own. */
        public Claim second(Identification id) {
            return new Claim(
                    init,
                    request,
                    id,
                    null,
                    identity,
                    profile,
                    path,
                    AuthMethod.EAP,
                    false,
                    eapName);
        }

        /** Whom to count sessions by: an EAP client's IKE identity may be anything. */
        public PeerIdentity who() {
            return eapName == null ? identity : PeerIdentity.keyId(eapName);
        }
    }

    /**
     * Our own proof, ready to be sent once the rest succeeds.
     *
     * @param payloads IDr, CERT and AUTH, or AUTH alone when the others were sent before
     */
    record Proof(PeerIdentity identity, AuthMethod method, List<Payload> payloads) {
        public Proof {
            payloads = List.copyOf(payloads);
        }
    }

    /**
     * An EAP conversation under way.
     *
     * @param proof ours, with which the first EAP request goes to the peer
     * @param name what the peer calls itself in EAP; empty before it said so
     * @param eapType of its latest message
     * @param round how many of its messages were relayed
     */
    record Conversation(
            Claim claim, Proof proof, boolean proofSent, String name, int eapType, int round) {
        /** Before the first packet. */
        public static Conversation of(Claim claim, Proof proof, boolean proofSent, String name) {
            return new Conversation(claim, proof, proofSent, name, 0, 0);
        }

        /** EAP is our proof too (RFC 5998). */
        public boolean eapOnly() {
            return proof.method() == AuthMethod.EAP;
        }

        public Conversation at(Path path) {
            return new Conversation(claim.at(path), proof, proofSent, name, eapType, round);
        }

        /** The peer has our proof. */
        public Conversation told() {
            return new Conversation(claim, proof, true, name, eapType, round);
        }

        public Conversation named(String other) {
            return new Conversation(claim, proof, proofSent, other, eapType, round);
        }

        public Conversation relayed(int type) {
            return new Conversation(claim, proof, proofSent, name, type, round + 1);
        }
    }

    record AwaitingAuth(Init init, long deadlineMs) implements Phase {}

    /** {@link io.flexaaa.ikev2.Action.LookUpPsk} is out. */
    record LookingUpPsk(Claim claim, long requestId, long deadlineMs) implements Phase {}

    /** {@link io.flexaaa.ikev2.Action.CheckCertificate} is out. */
    record CheckingCertificate(Claim claim, long requestId, long deadlineMs) implements Phase {}

    /** The first of two proofs is good (RFC 4739); the peer is to begin the second with an IDi. */
    record AwaitingSecond(Claim claim, Proof proof, long deadlineMs) implements Phase {}

    /** {@link io.flexaaa.ikev2.Action.RelayEap} is out. */
    record EapRelaying(Conversation conversation, long requestId, long deadlineMs)
            implements Phase {}

    /** The peer has our EAP request. */
    record EapAwaiting(Conversation conversation, long deadlineMs) implements Phase {}

    /**
     * EAP succeeded; the peer must show that it was its own (RFC 7296 §2.16).
     *
     * @param msk null for a method that makes no key
     */
    record EapProving(Conversation conversation, @Nullable Secret msk, long deadlineMs)
            implements Phase {}

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
     * @param maxChildren child SAs the peer may have; 0 = the engine's own limit
     * @param opened the shell holds a session for it (false: no address was to be had)
     */
    record Login(
            IkeProfile profile,
            PeerIdentity local,
            PeerIdentity remote,
            AuthMethod localMethod,
            AuthMethod remoteMethod,
            boolean opened,
            EspPolicy esp,
            List<InetAddress> assigned,
            List<Selector> allowedLocal,
            List<Selector> allowedRemote,
            int maxChildren,
            long establishedMs) {}
}
