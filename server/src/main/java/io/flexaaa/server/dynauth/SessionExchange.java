package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.server.dynauth.DynAuthExchange.Answer;
import io.flexaaa.server.dynauth.store.DynAuthStore;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionService;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the NAS about one session until it finds it: when it does not know the session by one set of
 * identifiers, by the next. Each try is a request of its own with a fresh identifier and
 * Event-Timestamp; only retransmissions repeat octets (RFC 5176 §2.3, RFC 5080 §2.2.1).
 */
@Component
class SessionExchange {
    /** An ACK is a promise; some IOS builds break it. The Accounting-Stop is the proof. */
    static final Duration CONFIRM_WAIT = Duration.ofSeconds(5);

    // A hub's control plane is slow: many requests at once would only be dropped there.
    private static final int AT_ONCE_PER_NAS = 16;

    private final SessionService sessions;
    private final LiveList live;
    private final DynAuthStore store;
    private final Clock clock;
    private final InetAddress source;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Semaphore> perNas = new ConcurrentHashMap<>();

    SessionExchange(
            SessionService sessions,
            LiveList live,
            DynAuthStore store,
            Clock clock,
            @Value("${flexaaa.radius.address:0.0.0.0}") InetAddress source) {
        this.sessions = sessions;
        this.live = live;
        this.store = store;
        this.clock = clock;
        this.source = source;
    }

    /**
     * What came back.
     *
     * @param answer of the last request; null when nothing could be sent
     * @param endedAfterMs when the session was seen to end, from the first transmission
     * @param attempts transmissions of all requests together
     */
    record Exchanged(
            @Nullable Answer answer,
            @Nullable Long endedAfterMs,
            @Nullable String identifiedBy,
            int attempts,
            String error) {}

    Exchanged run(
            DynAuthKind kind,
            Session session,
            @Nullable PolicyChange change,
            DynAuthSettings.Target target,
            InetSocketAddress address) {
        // Asked for before anything is sent: the Accounting-Stop may overtake the ACK.
        CompletableFuture<java.time.Instant> ended = sessions.whenEnded(session.id());
        Semaphore slots =
                perNas.computeIfAbsent(session.nasId(), id -> new Semaphore(AT_ONCE_PER_NAS));
        try {
            long startNs;
            Exchanged exchanged;
            slots.acquire();
            try {
                startNs = System.nanoTime();
                exchanged = ask(kind, session, change, target, address);
            } finally {
                slots.release();
            }
            if (kind != DynAuthKind.DISCONNECT || !(exchanged.answer() instanceof Answer.Ack)) {
                return exchanged;
            }
            var seen = ended.thenApply(x -> (System.nanoTime() - startNs) / 1_000_000);
            return new Exchanged(
                    exchanged.answer(),
                    ended(seen),
                    exchanged.identifiedBy(),
                    exchanged.attempts(),
                    "");
        } catch (IOException e) {
            return new Exchanged(null, null, null, 0, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchanged(null, null, null, 0, "the server is stopping");
        } finally {
            ended.cancel(false);
        }
    }

    private Exchanged ask(
            DynAuthKind kind,
            Session session,
            @Nullable PolicyChange change,
            DynAuthSettings.Target target,
            InetSocketAddress address)
            throws IOException {
        InetAddress nasIpAddress =
                store.nasIpAddress(session.id()).map(InetAddress::ofLiteral).orElse(null);
        List<Set<SessionIdentifier>> sets = target.identifiers().usable(session, live.now());
        Attributes changes = change == null ? Attributes.EMPTY : DynAuthPackets.change(change);
        Exchanged last =
                new Exchanged(
                        null,
                        null,
                        null,
                        0,
                        "the session has none of the identifiers that NAS "
                                + target.nas()
                                + " is to be asked with; change them there");
        int identifier = random.nextInt(256);
        for (Set<SessionIdentifier> by : sets) {
            byte[] packet =
                    packet(kind, identifier++ & 0xff, session, nasIpAddress, by, changes, target);
            Answer answer =
                    DynAuthSocket.run(
                            new DynAuthExchange(kind.code(), packet, target.secret()),
                            source,
                            address);
            last =
                    new Exchanged(
                            answer,
                            null,
                            IdentifierSets.text(by),
                            last.attempts() + answer.attempts(),
                            "");
            if (!tryNext(kind, answer)) return last;
        }
        return last;
    }

    /** Whether the refusal is about how the session was named, so that another name may do. */
    private static boolean tryNext(DynAuthKind kind, Answer answer) {
        if (!(answer instanceof Answer.Nak(_, _, Integer code)) || code == null) return false;
        ErrorCause cause = ErrorCause.of(code);
        return cause == ErrorCause.SESSION_CONTEXT_NOT_FOUND
                || cause == ErrorCause.MISSING_ATTRIBUTE
                || cause == ErrorCause.MULTIPLE_SESSION_SELECTION_UNSUPPORTED
                // Of a Disconnect nothing but identifiers can be unsupported.
                || cause == ErrorCause.UNSUPPORTED_ATTRIBUTE && kind == DynAuthKind.DISCONNECT;
    }

    private byte[] packet(
            DynAuthKind kind,
            int identifier,
            Session session,
            @Nullable InetAddress nasIpAddress,
            Set<SessionIdentifier> by,
            Attributes change,
            DynAuthSettings.Target target) {
        try {
            return DynAuthPackets.packet(
                    kind,
                    identifier,
                    DynAuthPackets.identification(session, nasIpAddress, by),
                    change,
                    clock.instant().getEpochSecond(),
                    target.secret(),
                    target.messageAuthenticator());
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "avPairs",
                                    "",
                                    String.valueOf(e.getMessage()),
                                    "send fewer or shorter AV pairs")));
        }
    }

    private static @Nullable Long ended(CompletableFuture<Long> seen) throws InterruptedException {
        try {
            return seen.get(CONFIRM_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Not confirmed: exactly what the answer will say.
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "waiting for the end of a session failed", e.getCause());
        }
    }
}
