package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.Ikev2Config;
import io.flexaaa.gateway.ios.config.Match;
import io.flexaaa.ikev2.IkeStatistics;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code show crypto ikev2 stats}. */
final class ShowCryptoIkev2Stats implements ShowCommand {
    private static final String RULE = "-".repeat(80) + "\n";

    @Override
    public String text(GatewayView view, Match m) {
        IkeStatistics n = view.statistics();
        Ikev2Config.Globals limits = view.config().ikev2().globals();
        int max = limits.maxSa() == null ? 0 : limits.maxSa();
        StringBuilder out = new StringBuilder(RULE);
        out.append(" ".repeat(26)).append("Crypto IKEv2 SA Statistics\n").append(RULE);
        out.append(
                "System Resource Limit:   %-8d Max IKEv2 SAs: %-8d Max in nego(in/out): %d/%d\n"
                        .formatted(
                                0,
                                max,
                                limits.maxInNegotiationIncoming(),
                                limits.maxInNegotiationOutgoing()));
        total(out, "incoming", n.activeSas() + n.negotiatingSas(), n);
        total(out, "outgoing", 0, null);
        requests(out, "Incoming", n.initRequestsAccepted(), n.initRequestsRejected());
        requests(out, "Outgoing", 0, 0);
        out.append(
                "Rejected IKEv2 Requests: %-8d rsrc low:      %-8d SA limit:    %-8d\n"
                        .formatted(n.initRequestsRejected(), 0, 0));
        out.append(
                "IKEv2 packets dropped at dispatch: %-8d\n"
                        .formatted(ShowCryptoSession.drops(n.dropped())));
        out.append(
                "Incoming IKEV2 Cookie Challenged Requests: %-8d\n".formatted(n.cookiesDemanded()));
        out.append(
                "    accepted: %-8d rejected: %-8d rejected no cookie: %-8d\n"
                        .formatted(n.cookiesAccepted(), n.cookiesWrong(), 0));
        out.append(
                "Established: %-8d IKE rekeys: %-8d child rekeys: %-8d\n"
                        .formatted(n.established(), n.ikeRekeys(), n.childRekeys()));
        out.append(
                "Retransmissions sent: %-8d responses replayed: %-8d\n"
                        .formatted(n.retransmissionsSent(), n.responsesReplayed()));
        reasons(out, "Refused", n.refused());
        reasons(out, "Dropped", n.dropped());
        return out.toString();
    }

    private static void total(StringBuilder out, String way, int count, @Nullable IkeStatistics n) {
        out.append(
                "Total %s IKEv2 SA Count:    %-8d active:        %-8d negotiating: %-8d\n"
                        .formatted(
                                way,
                                count,
                                n == null ? 0 : n.activeSas(),
                                n == null ? 0 : n.negotiatingSas()));
    }

    private static void requests(StringBuilder out, String way, long accepted, long rejected) {
        out.append(
                "%s IKEv2 Requests: %-8d accepted:      %-8d rejected:    %-8d\n"
                        .formatted(way, accepted + rejected, accepted, rejected));
    }

    /** Ours: by the stable code of each reason. */
    private static void reasons(StringBuilder out, String what, Map<String, Long> byReason) {
        new TreeMap<>(byReason)
                .forEach((reason, count) ->
                        out.append(what)
                                .append(' ')
                                .append(reason)
                                .append(": ")
                                .append(count)
                                .append('\n'));
    }

    @Override
    public Object json(GatewayView view, Match m) {
        IkeStatistics n = view.statistics();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("active", n.activeSas());
        row.put("negotiating", n.negotiatingSas());
        row.put("childSas", n.childSas());
        row.put("initRequestsAccepted", n.initRequestsAccepted());
        row.put("initRequestsRejected", n.initRequestsRejected());
        row.put("cookiesDemanded", n.cookiesDemanded());
        row.put("cookiesAccepted", n.cookiesAccepted());
        row.put("cookiesWrong", n.cookiesWrong());
        row.put("established", n.established());
        row.put("ikeRekeys", n.ikeRekeys());
        row.put("childRekeys", n.childRekeys());
        row.put("retransmissionsSent", n.retransmissionsSent());
        row.put("responsesReplayed", n.responsesReplayed());
        row.put("dropped", new TreeMap<>(n.dropped()));
        row.put("refused", new TreeMap<>(n.refused()));
        return row;
    }
}
