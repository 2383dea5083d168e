package io.flexaaa.gateway.ios.show;

import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.pool.AddressPools;
import io.flexaaa.gateway.session.ReconnectCounts;
import io.flexaaa.gateway.session.SessionSnapshot;
import io.flexaaa.gateway.telemetry.Debug;
import io.flexaaa.ikev2.IkeStatistics;

import java.util.List;
import java.util.function.Predicate;

/** What exec commands may see and do of a running gateway. Called from any thread. */
public interface GatewayView {
    GatewayConfig config();

    /** All IKE SAs with their sessions, one consistent moment. */
    List<SessionSnapshot> sessions();

    IkeStatistics statistics();

    List<AddressPools.Usage> pools();

    List<AaaServerStatus> aaaServers();

    /** Wall clock, milliseconds since 1970. */
    long epochMs();

    long startedEpochMs();

    /** For show version. */
    String version();

    /** Ends the sessions that match; returns how many. */
    int clear(Predicate<SessionSnapshot> which);

    /** The switches of {@code debug}. */
    Debug debug();

    /** For {@code show crypto ikev2 stats reconnect}. */
    ReconnectCounts reconnects();

    /** What {@code configure} does with a file. */
    enum Configure {
        CHECK,
        DIFF,
        REPLACE
    }

    /** The answer for the operator; an error begins with {@code %}. */
    String configure(Configure what, String file);

    /** Sends an Access-Request with a PAP password and waits for the answer. */
    TestAaaResult testAaa(String group, String user, String password);

    /**
     * One RADIUS server as {@code show aaa servers} prints it.
     *
     * @param stateSinceMs wall clock of the last change of {@code up}
     * @param deadCount how often it was marked dead
     */
    record AaaServerStatus(
            String name,
            String host,
            int authPort,
            int acctPort,
            boolean up,
            long stateSinceMs,
            long deadCount,
            Requests access,
            Requests accounting) {}

    /**
     * @param accepted Access-Accept or Accounting-Response @param rejected Access-Reject
     */
    record Requests(long sent, long retransmitted, long timeouts, long accepted, long rejected) {
        public static final Requests NONE = new Requests(0, 0, 0, 0, 0);
    }

    /** How {@code test aaa} went. */
    sealed interface TestAaaResult {
        /**
         * @param attributes one line each, secrets left out
         */
        record Accepted(String server, List<String> attributes) implements TestAaaResult {}

        record Rejected(String server, String message) implements TestAaaResult {}

        /**
         * @param sentence which servers were asked, or that the group does not exist
         */
        record NoAnswer(String sentence) implements TestAaaResult {}
    }
}
