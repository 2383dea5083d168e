package io.flexaaa.server.dynauth;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.ErrorCause;
import io.flexaaa.protocol.wire.Secret;
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
    private final ReverseChannels channels;
    private final SecureRandom random = new SecureRandom();
    private final Map<Long, Semaphore> perNas = new ConcurrentHashMap<>();

    SessionExchange(
            SessionService sessions,
            LiveList live,
            DynAuthStore store,
            Clock clock,
            ReverseChannels channels,
            @Value("${flexaaa.radius.address:0.0.0.0}") InetAddress source) {
        this.sessions = sessions;
        this.live = live;
        this.store = store;
        this.clock = clock;
        this.channels = channels;
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
            throws IOException, InterruptedException {
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
            Naming naming = new Naming(session, nasIpAddress, by, changes);
            // Asked for each time: the connection may have gone, or come, with the last try.
            var channel = target.overRadSec() ? channels.of(session.nasId()) : null;
            int reserved = channel == null ? -1 : channel.reserve();
            Answer answer =
                    channel != null && reserved >= 0
                            ? inside(channel, reserved, kind, naming, target)
                            : overUdp(identifier++ & 0xff, kind, naming, target, address);
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

    /** What is asked about whom. */
    private record Naming(
            Session session,
            @Nullable InetAddress nasIpAddress,
            Set<SessionIdentifier> by,
            Attributes change) {}

    private Answer overUdp(
            int identifier,
            DynAuthKind kind,
            Naming naming,
            DynAuthSettings.Target target,
            InetSocketAddress address)
            throws IOException {
        Secret secret = target.secret();
        if (secret == null) {
            throw new IOException(
                    "NAS "
                            + target.nas()
                            + " has no RadSec connection open, and no secret to be asked over UDP"
                            + " with; wait until it connects, or set one");
        }
        byte[] packet = packet(kind, identifier, naming, secret, target);
        return DynAuthSocket.run(new DynAuthExchange(kind.code(), packet, secret), source, address);
    }

    /** Inside the TLS connection the NAS opened (RFC 6614 §2.3's secret instead of the NAS's). */
    private Answer inside(
            ReverseChannels.Channel channel,
            int reserved,
            DynAuthKind kind,
            Naming naming,
            DynAuthSettings.Target target)
            throws IOException, InterruptedException {
        try {
            byte[] packet = packet(kind, reserved, naming, channel.secret(), target);
            return DynAuthStream.run(
                    new DynAuthExchange(kind.code(), packet, channel.secret()), channel);
        } finally {
            channel.release(reserved);
        }
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
            Naming naming,
            Secret secret,
            DynAuthSettings.Target target) {
        try {
            return DynAuthPackets.packet(
                    kind,
                    identifier,
                    DynAuthPackets.identification(
                            naming.session(), naming.nasIpAddress(), naming.by()),
                    naming.change(),
                    clock.instant().getEpochSecond(),
                    secret,
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
