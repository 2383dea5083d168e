package io.flexaaa.gateway.session;

import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.ikev2.Outcome;
import io.flexaaa.ikev2.TerminateCause;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines of what the engine and the AAA servers decided, and their reasons for each other. */
final class IkeReports {
    private static final Logger LOG = LoggerFactory.getLogger(IkeReports.class);

    private IkeReports() {}

    static void report(Outcome outcome) {
        LogLine line = LogLine.of("ike").with("code", outcome.code());
        switch (outcome) {
            case Outcome.RefusedPeer o -> LOG.warn("{}", detail(line, o.sessionId(), outcome));
            case Outcome.ChildRefused o -> LOG.warn("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Negotiating o -> LOG.debug("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Established o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Redirected o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.Ended o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.ChildMade o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.IkeRekeyed o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
            case Outcome.PeerMoved o -> LOG.info("{}", detail(line, o.sessionId(), outcome));
        }
    }

    private static LogLine detail(LogLine line, long sessionId, Outcome outcome) {
        return line.with("session", sessionId).with("detail", outcome.sentence());
    }

    static void refused(Session session, String stage, Refusal refusal) {
        LOG.warn(
                "{}",
                LogLine.of("peer-refused")
                        .with("session", session.id())
                        .with("user", session.userName())
                        .with("remote", session.facts.remote())
                        .with("stage", stage)
                        .with(refusal));
    }

    static io.flexaaa.ikev2.Reason reason(Refusal refusal) {
        return refusal.reason().aboutAddress()
                ? new io.flexaaa.ikev2.Reason.AddressUnavailable(refusal.sentence())
                : new io.flexaaa.ikev2.Reason.Refused(
                        refusal.reason().name(), refusal.sentence(), TerminateCause.NAS_REQUEST);
    }
}
