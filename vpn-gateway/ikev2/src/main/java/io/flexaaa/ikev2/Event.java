package io.flexaaa.ikev2;

import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.security.PublicKey;
import java.util.List;

/** What can happen to the engine. Answers carry the request id of the action they answer. */
public sealed interface Event {
    /** A UDP datagram without its non-ESP marker; {@code natTPort}: it came to our port 4500. */
    record Datagram(Endpoint local, Endpoint remote, boolean natTPort, Octets bytes)
            implements Event {}

    /** Time passed; due at the last {@link Step#nextDeadlineMs}. */
    record TimerTick() implements Event {}

    /** What answers {@link Action.LookUpPsk}. */
    sealed interface PskAnswer extends Event {
        long requestId();
    }

    /** What answers {@link Action.CheckCertificate}. */
    sealed interface CertificateAnswer extends Event {
        long requestId();
    }

    /** What answers {@link Action.RelayEap}. */
    sealed interface EapAnswer extends Event {
        long requestId();
    }

    /** What answers {@link Action.Authorize}. */
    sealed interface AuthorizationAnswer extends Event {
        long requestId();
    }

    /** What answers {@link Action.OpenSession}. */
    sealed interface OpeningAnswer extends Event {
        long requestId();
    }

    /**
     * Keys for {@link Action.LookUpPsk}: we sign with {@code local}; the peer must have signed with
     * one of {@code remote} (more than one while keys are being rotated).
     *
     * @param ppk a post-quantum key of this peer's (RFC 8784), null when it has none
     */
    record PskFound(long requestId, Secret local, List<Secret> remote, @Nullable Ppk ppk)
            implements PskAnswer {
        public PskFound {
            remote = List.copyOf(remote);
        }

        /** Without a post-quantum key. */
        public PskFound(long requestId, Secret local, List<Secret> remote) {
            this(requestId, local, remote, null);
        }

        public static PskFound symmetric(long requestId, Secret key) {
            return new PskFound(requestId, key, List.of(key));
        }
    }

    /** A post-quantum pre-shared key with its PPK_ID. */
    record Ppk(Octets id, Secret key) {}

    record PskRefused(long requestId, Reason reason) implements PskAnswer {}

    /** The chain is good and speaks of the peer's identity; {@code key} is the peer's. */
    record CertificateTrusted(long requestId, PublicKey key) implements CertificateAnswer {}

    record CertificateRefused(long requestId, Reason reason) implements CertificateAnswer {}

    /** The next EAP request for the peer. */
    record EapContinues(long requestId, Octets packet) implements EapAnswer {}

    /**
     * The AAA server accepted.
     *
     * @param packet the EAP-Success
     * @param msk null for a method that makes no key (RFC 7296 §2.16)
     * @param name who it was: the reply's User-Name, else the EAP identity
     */
    record EapSucceeded(long requestId, Octets packet, @Nullable Secret msk, String name)
            implements EapAnswer {}

    /** The AAA server rejected, or could not be asked; {@code packet} is the EAP-Failure. */
    record EapFailed(long requestId, Octets packet, Reason reason) implements EapAnswer {}

    /** User and group authorization succeeded; the shell keeps the merged policy itself. */
    record Authorized(long requestId) implements AuthorizationAnswer {}

    record AuthorizationRefused(long requestId, Reason reason) implements AuthorizationAnswer {}

    /**
     * The session exists: addresses leased, virtual access cloned.
     *
     * @param configReply attributes for CFG_REPLY in order; empty = no CFG payload is sent
     * @param assigned the peer's inner addresses; without FLEXVPN-SUPPORTED they narrow its traffic
     *     selectors
     * @param allowedLocal what may be reached behind us; empty = everything
     * @param allowedRemote what may be behind the peer; empty = everything, or {@code assigned}
     * @param transport grant USE_TRANSPORT_MODE where the profile's child SA policy allows it
     * @param maxChildren child SAs the peer may have; 0 = the engine's own limit
     */
    record SessionOpened(
            long requestId,
            List<ConfigurationAttribute> configReply,
            List<InetAddress> assigned,
            List<Selector> allowedLocal,
            List<Selector> allowedRemote,
            boolean transport,
            int maxChildren)
            implements OpeningAnswer {
        public SessionOpened {
            configReply = List.copyOf(configReply);
            assigned = List.copyOf(assigned);
            allowedLocal = List.copyOf(allowedLocal);
            allowedRemote = List.copyOf(allowedRemote);
        }

        /** In tunnel mode, with no bounds but {@code assigned}. */
        public SessionOpened(
                long requestId,
                List<ConfigurationAttribute> configReply,
                List<InetAddress> assigned) {
            this(requestId, configReply, assigned, List.of(), List.of(), false, 0);
        }
    }

    /**
     * {@link Reason.AddressUnavailable} becomes INTERNAL_ADDRESS_FAILURE, all else a failed login.
     */
    record SessionRefused(long requestId, Reason reason) implements OpeningAnswer {}

    /** An action of that session could not be carried out; the engine tears the session down. */
    record SessionFailed(long sessionId, Reason reason) implements Event {}

    /** The data plane saw authenticated ESP of this inbound SPI from a new outer address. */
    record PeerMoved(int inboundSpi, Endpoint remote) implements Event {}

    /** Answers {@link Action.AskEspActivity}; times on the engine's clock, -1 = never. */
    record EspActivity(long sessionId, long lastInboundMs, long lastOutboundMs) implements Event {}

    /** A child SA used up its volume: soft = rekey soon, hard = it may carry nothing more. */
    record ChildExpiring(int inboundSpi, boolean hard) implements Event {}

    /** Ends a session: a Delete is sent, {@link Action.SessionDown} comes at once. */
    record DeleteSession(long sessionId, Reason reason) implements Event {}

    record RekeyChild(int inboundSpi) implements Event {}

    record RekeyIke(long sessionId) implements Event {}

    /** Sends an empty INFORMATIONAL now. */
    record ProbePeer(long sessionId) implements Event {}

    record ReplaceConfig(IkeConfig config) implements Event {}

    /** Deletes every session; the engine accepts nothing new afterwards. */
    record Shutdown() implements Event {}
}
