package io.flexaaa.ikev2;

import io.flexaaa.ikev2.crypto.IkeSuite;

/** A line for the log: what happened to which SA; the shell adds time and session name. */
public sealed interface Outcome {
    String code();

    String sentence();

    /** IKE_SA_INIT finished; not authenticated yet. */
    record Negotiating(long sessionId, Endpoint remote, IkeSuite suite) implements Outcome {
        @Override
        public String code() {
            return "IKE_NEGOTIATING";
        }

        @Override
        public String sentence() {
            return "IKE SA with " + remote + " uses " + suite;
        }
    }

    record Established(long sessionId, Endpoint remote, PeerIdentity identity, String profile)
            implements Outcome {
        @Override
        public String code() {
            return "IKE_ESTABLISHED";
        }

        @Override
        public String sentence() {
            return identity.describe() + " at " + remote + " is up on profile " + profile;
        }
    }

    /** {@code sessionId} 0: refused before there was an SA. */
    record RefusedPeer(long sessionId, Endpoint remote, Reason reason) implements Outcome {
        @Override
        public String code() {
            return reason.code();
        }

        @Override
        public String sentence() {
            return remote + " refused: " + reason.sentence();
        }
    }

    /** RFC 5685; {@code sessionId} 0: before there was an SA. */
    record Redirected(long sessionId, Endpoint remote, String gateway) implements Outcome {
        @Override
        public String code() {
            return "REDIRECTED";
        }

        @Override
        public String sentence() {
            return remote + " was sent to gateway " + gateway;
        }
    }

    record Ended(long sessionId, Endpoint remote, Reason reason) implements Outcome {
        @Override
        public String code() {
            return reason.code();
        }

        @Override
        public String sentence() {
            return "session with " + remote + " ended: " + reason.sentence();
        }
    }

    record ChildMade(long sessionId, int inboundSpi, int replacedInboundSpi) implements Outcome {
        @Override
        public String code() {
            return replacedInboundSpi == 0 ? "CHILD_CREATED" : "CHILD_REKEYED";
        }

        @Override
        public String sentence() {
            return replacedInboundSpi == 0
                    ? "child SA 0x%08x".formatted(inboundSpi)
                    : "child SA 0x%08x replaces 0x%08x".formatted(inboundSpi, replacedInboundSpi);
        }
    }

    record IkeRekeyed(long sessionId, long localSpi, boolean byUs) implements Outcome {
        @Override
        public String code() {
            return "IKE_REKEYED";
        }

        @Override
        public String sentence() {
            return "IKE SA now has SPI 0x%016x, rekeyed by %s"
                    .formatted(localSpi, byUs ? "us" : "the peer");
        }
    }

    /** A child SA could not be made or changed; the IKE SA stays. */
    record ChildRefused(long sessionId, Endpoint remote, Reason reason) implements Outcome {
        @Override
        public String code() {
            return reason.code();
        }

        @Override
        public String sentence() {
            return "child SA with " + remote + " refused: " + reason.sentence();
        }
    }

    record PeerMoved(long sessionId, Endpoint from, Endpoint to) implements Outcome {
        @Override
        public String code() {
            return "PEER_MOVED";
        }

        @Override
        public String sentence() {
            return "peer moved from " + from + " to " + to;
        }
    }
}
