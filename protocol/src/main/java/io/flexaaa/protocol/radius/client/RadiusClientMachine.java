package io.flexaaa.protocol.radius.client;

import io.flexaaa.protocol.radius.Attr;
import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.radius.Code;
import io.flexaaa.protocol.radius.PapHiding;
import io.flexaaa.protocol.radius.RadiusCodec;
import io.flexaaa.protocol.radius.RadiusPacket;
import io.flexaaa.protocol.radius.RadiusSigner;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Requests from one source port to one server: identifiers, retransmission, matching and checking
 * of replies. Without I/O or clock; not thread-safe. One machine carries at most 256 requests at a
 * time, since that many identifiers exist: open another socket and machine for more.
 */
public final class RadiusClientMachine {
    /**
     * How patiently to ask.
     *
     * @param timeoutMs until the first retransmission, and between later ones
     * @param retransmits how often to send again after the first time
     */
    public record Patience(long timeoutMs, int retransmits) {}

    /** What became of a request. */
    public sealed interface Outcome {
        /** A reply whose authenticators are right. */
        record Replied(
                long token, RadiusPacket reply, Octets requestAuthenticator, int attempts, long ms)
                implements Outcome {}

        /** Nothing valid came back in time. */
        record TimedOut(long token, int attempts) implements Outcome {}
    }

    /** What to send now. */
    public record Transmit(long token, byte[] packet) {}

    private static final class Pending {
        final long token;
        final Code code;
        final Octets authenticator;
        final byte[] packet;
        final long firstSentMs;
        long dueMs;
        int attempts = 1;

        Pending(
                long token,
                Code code,
                Octets authenticator,
                byte[] packet,
                long nowMs,
                long dueMs) {
            this.token = token;
            this.code = code;
            this.authenticator = authenticator;
            this.packet = packet;
            this.firstSentMs = nowMs;
            this.dueMs = dueMs;
        }
    }

    private final Secret secret;
    private final Patience patience;
    private final boolean requireMessageAuthenticator;
    private final Supplier<Octets> authenticators;
    private final Map<Integer, Pending> pending = new HashMap<>();
    private int nextIdentifier;
    private long badReplies;

    /**
     * @param requireMessageAuthenticator drop Access replies without one (CVE-2024-3596)
     * @param authenticators gives 16 unpredictable octets a call
     */
    public RadiusClientMachine(
            Secret secret,
            Patience patience,
            boolean requireMessageAuthenticator,
            Supplier<Octets> authenticators) {
        this.secret = secret;
        this.patience = patience;
        this.requireMessageAuthenticator = requireMessageAuthenticator;
        this.authenticators = authenticators;
    }

    /** Whether an identifier is free. */
    public boolean hasRoom() {
        return pending.size() < 256;
    }

    public int inFlight() {
        return pending.size();
    }

    /** Replies dropped because they were malformed, unexpected or wrongly signed. */
    public long badReplies() {
        return badReplies;
    }

    /**
     * Starts a request.
     *
     * @param token the caller's name for it
     * @param password in clear, hidden here with this request's authenticator; null for none
     * @throws IllegalStateException when 256 requests are in flight
     */
    public Transmit start(
            long token, Code code, Attributes attributes, @Nullable Secret password, long nowMs) {
        int identifier = freeIdentifier();
        Octets authenticator;
        byte[] packet;
        if (code == Code.ACCESS_REQUEST || code == Code.STATUS_SERVER) {
            authenticator = authenticators.get();
            Attributes all =
                    password == null ? attributes : with(password, attributes, authenticator);
            packet =
                    code == Code.ACCESS_REQUEST
                            ? RadiusSigner.accessRequest(identifier, authenticator, all, secret)
                            : RadiusSigner.statusServer(identifier, authenticator, all, secret);
        } else if (code == Code.ACCOUNTING_REQUEST
                || code == Code.COA_REQUEST
                || code == Code.DISCONNECT_REQUEST) {
            packet = RadiusSigner.hashedRequest(code, identifier, attributes, secret, true);
            authenticator = Octets.copyOf(packet, 4, 16);
        } else {
            throw new IllegalArgumentException(code.label() + " is not a request");
        }
        long dueMs = nowMs + patience.timeoutMs();
        pending.put(identifier, new Pending(token, code, authenticator, packet, nowMs, dueMs));
        return new Transmit(token, packet);
    }

    /** A datagram came from the server; null when it answers nothing of ours. */
    public Outcome.@Nullable Replied received(byte[] datagram, int offset, int length, long nowMs) {
        try {
            RadiusPacket reply = RadiusCodec.decode(datagram, offset, length);
            Pending request = pending.get(reply.identifier());
            if (request == null || !answers(request.code, reply.code())) return bad();
            byte[] exact = new byte[RadiusCodec.packetLength(datagram, offset, length)];
            System.arraycopy(datagram, offset, exact, 0, exact.length);
            if (!RadiusSigner.verifyReply(exact, request.authenticator, secret)) return bad();
            switch (RadiusSigner.verifyReplyMessageAuthenticator(
                    exact, request.authenticator, secret)) {
                case BAD -> {
                    return bad();
                }
                case ABSENT -> {
                    if (requireMessageAuthenticator && request.code == Code.ACCESS_REQUEST) {
                        return bad();
                    }
                }
                case GOOD -> {}
            }
            pending.remove(reply.identifier());
            return new Outcome.Replied(
                    request.token,
                    reply,
                    request.authenticator,
                    request.attempts,
                    nowMs - request.firstSentMs);
        } catch (DecodeException e) {
            // Anyone can send us octets: what is not a packet is counted, and the wait goes on.
            return bad();
        }
    }

    /** What is due: retransmissions into {@code transmits}, requests given up into the result. */
    public List<Outcome.TimedOut> tick(long nowMs, List<Transmit> transmits) {
        List<Outcome.TimedOut> given = new ArrayList<>();
        pending.values()
                .removeIf(request -> {
                    if (request.dueMs - nowMs > 0) return false;
                    if (request.attempts > patience.retransmits()) {
                        given.add(new Outcome.TimedOut(request.token, request.attempts));
                        return true;
                    }
                    request.attempts++;
                    request.dueMs = nowMs + patience.timeoutMs();
                    transmits.add(new Transmit(request.token, request.packet));
                    return false;
                });
        return given;
    }

    /** When {@link #tick} has something to do next; {@code Long.MAX_VALUE} for never. */
    public long nextDeadlineMs() {
        long next = Long.MAX_VALUE;
        for (Pending request : pending.values()) next = Math.min(next, request.dueMs);
        return next;
    }

    /** Gives a request up; a late reply to it counts as bad. */
    public void cancel(long token) {
        pending.values().removeIf(request -> request.token == token);
    }

    private Attributes with(Secret password, Attributes attributes, Octets authenticator) {
        byte[] hidden = PapHiding.hide(password.reveal(), secret, authenticator);
        return Attributes.builder()
                .addAll(attributes)
                .add(Attr.USER_PASSWORD, Octets.wrap(hidden))
                .build();
    }

    private Outcome.@Nullable Replied bad() {
        badReplies++;
        return null;
    }

    private int freeIdentifier() {
        for (int tries = 0; tries < 256; tries++) {
            int identifier = nextIdentifier;
            nextIdentifier = (nextIdentifier + 1) & 0xff;
            if (!pending.containsKey(identifier)) return identifier;
        }
        throw new IllegalStateException("256 requests are in flight: open another socket");
    }

    private static boolean answers(Code request, Code reply) {
        return switch (request) {
            case ACCESS_REQUEST ->
                    reply == Code.ACCESS_ACCEPT
                            || reply == Code.ACCESS_REJECT
                            || reply == Code.ACCESS_CHALLENGE;
            case ACCOUNTING_REQUEST -> reply == Code.ACCOUNTING_RESPONSE;
            case COA_REQUEST -> reply == Code.COA_ACK || reply == Code.COA_NAK;
            case DISCONNECT_REQUEST -> reply == Code.DISCONNECT_ACK || reply == Code.DISCONNECT_NAK;
            case STATUS_SERVER -> reply == Code.ACCESS_ACCEPT || reply == Code.ACCOUNTING_RESPONSE;
            case ACCESS_ACCEPT,
                    ACCESS_REJECT,
                    ACCOUNTING_RESPONSE,
                    ACCESS_CHALLENGE,
                    DISCONNECT_ACK,
                    DISCONNECT_NAK,
                    COA_ACK,
                    COA_NAK,
                    PROTOCOL_ERROR ->
                    false;
        };
    }
}
