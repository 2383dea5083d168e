package io.flexaaa.gateway.session;

import io.flexaaa.gateway.pki.PeerCertificates;
import io.flexaaa.gateway.pki.Trustpoint;
import io.flexaaa.gateway.telemetry.Reason;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.protocol.wire.Octets;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Checks of peers' chains. Those that ask an OCSP responder wait on a few threads of their own;
 * when all of those wait, and many more logins behind them, the next is refused.
 */
final class ChainChecks {
    private static final int THREADS = 8;
    private static final int WAITING = 256;

    /** The JDK's own is 15 s, and a peer's patience is not endless. */
    private static final String OCSP_TIMEOUT_SECONDS = "5";

    /** What came of a check. */
    sealed interface Result {
        /**
         * @param own the peer's own certificate
         */
        record Trusted(X509Certificate own) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    private final Consumer<Runnable> later;
    private final ThreadPoolExecutor servers;

    /**
     * @param later puts a task on the owner thread
     */
    ChainChecks(Consumer<Runnable> later) {
        this.later = later;
        for (String property :
                List.of("com.sun.security.ocsp.timeout", "com.sun.security.ocsp.readtimeout")) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, OCSP_TIMEOUT_SECONDS);
            }
        }
        this.servers =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        task -> {
                            Thread thread = new Thread(task, "ocsp");
                            thread.setDaemon(true);
                            return thread;
                        });
        servers.allowCoreThreadTimeOut(true);
    }

    /** {@code done} is called on the owner thread, at once or later. */
    void check(
            List<Trustpoint> trustpoints,
            List<Octets> chain,
            PeerIdentity identity,
            Instant now,
            Consumer<Result> done) {
        if (trustpoints.stream().noneMatch(Trustpoint::asksServers)) {
            done.accept(result(trustpoints, chain, identity, now));
            return;
        }
        try {
            servers.execute(() -> {
                Result result = result(trustpoints, chain, identity, now);
                later.accept(() -> done.accept(result));
            });
        } catch (RejectedExecutionException full) {
            done.accept(
                    new Result.Refused(
                            new Refusal(
                                    Reason.CERTIFICATE_REFUSED,
                                    WAITING
                                            + " logins wait for OCSP responders; is the one of this"
                                            + " trustpoint away?")));
        }
    }

    private static Result result(
            List<Trustpoint> trustpoints, List<Octets> chain, PeerIdentity identity, Instant now) {
        try {
            return new Result.Trusted(PeerCertificates.check(trustpoints, chain, identity, now));
        } catch (RefusedException e) {
            return new Result.Refused(e.refusal());
        }
    }
}
