package io.flexaaa.gateway.aaa;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.radius.ErrorCause;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;

/** What a CoA-Request or Disconnect-Request asks of the sessions here. */
public sealed interface DynAuthRequest {
    /** A session as far as a request can name it. */
    record Named(
            long sessionId,
            String auditSessionId,
            String acctSessionId,
            String userName,
            @Nullable InetAddress framedIpv4,
            @Nullable InetAddress framedIpv6,
            @Nullable String callingStationId) {}

    /** What the hub is called. */
    record Hub(String hostname, List<InetAddress> addresses) {
        public Hub {
            addresses = List.copyOf(addresses);
        }
    }

    /** End these sessions. */
    record Disconnect(List<Long> sessions) implements DynAuthRequest {
        public Disconnect {
            sessions = List.copyOf(sessions);
        }
    }

    /**
     * Change this session.
     *
     * @param interfaceLines of {@code interface-config}, in order
     * @param inAcl the new downloaded list in order of its numbers; null = as it is
     */
    record Change(
            long session,
            List<String> interfaceLines,
            @Nullable List<AvPair> inAcl,
            @Nullable List<AvPair> outAcl,
            @Nullable Long sessionTimeoutSeconds,
            @Nullable Long idleTimeoutSeconds,
            @Nullable Long interimSeconds)
            implements DynAuthRequest {
        public Change {
            interfaceLines = List.copyOf(interfaceLines);
        }
    }

    /** Refuse; the sentence is for our log, the cause for the sender. */
    record Nak(ErrorCause cause, String sentence) implements DynAuthRequest {}
}
