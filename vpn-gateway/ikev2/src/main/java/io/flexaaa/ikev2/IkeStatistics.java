package io.flexaaa.ikev2;

import java.util.Map;

/**
 * Counters since start, for {@code show crypto ikev2 stats} and metrics.
 *
 * @param dropped datagrams dropped, by reason (stable lower-case words)
 * @param refused logins refused, by {@link Reason#code}
 */
public record IkeStatistics(
        int activeSas,
        int negotiatingSas,
        int childSas,
        long initRequestsAccepted,
        long initRequestsRejected,
        long cookiesDemanded,
        long cookiesAccepted,
        long cookiesWrong,
        long established,
        long ikeRekeys,
        long childRekeys,
        long retransmissionsSent,
        long responsesReplayed,
        Map<String, Long> dropped,
        Map<String, Long> refused) {
    public IkeStatistics {
        dropped = Map.copyOf(dropped);
        refused = Map.copyOf(refused);
    }
}
