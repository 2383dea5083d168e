package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.Ikev2Profile;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.telemetry.Refusal;
import io.flexaaa.ikev2.PeerIdentity;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.TerminateCause;
import io.flexaaa.ikev2.message.ConfigurationAttribute;
import io.flexaaa.protocol.wire.Octets;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.protocol.wire.WireWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Auto-reconnect: what a client was given to come back with, and the sessions that wait for their
 * client. A ticket is good for one return; the client gets the next one with it.
 *
 * <p>Not thread-safe: owned by the session thread.
 */
final class Reconnects {
    /** How often the client is told to probe, as IOS does. */
    static final int DPD_INTERVAL_SECONDS = 30;

    /**
     * We stay silent as long as its probes come, and probe ourselves when one and a half intervals
     * passed without: smart DPD.
     */
    static final int SILENCE_SECONDS = 45;

    static final int PROBE_SECONDS = 5;

    /** Why a return that had begun goes no further. */
    static final Refusal ENDED_MEANWHILE =
            new Refusal(
                    io.flexaaa.gateway.telemetry.Reason.RECONNECT_UNKNOWN,
                    "the session ended meanwhile");

    /** Why a session is over that waited. */
    static final Reason OVER =
            new Reason.Requested(
                    "RECONNECT_TIMEOUT",
                    "its client did not come back in time",
                    TerminateCause.LOST_CARRIER);

    private static final int ID_OCTETS = 16;
    private static final int TOKEN_OCTETS = 32;

    /**
     * @param id the key id the client comes back under
     * @param token the pre-shared key it proves itself with
     */
    record Ticket(String id, String token) {
        Secret key() {
            return Secret.wrap(token.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String toString() {
            return "Ticket[" + id + "]";
        }
    }

    private record Waiting(Session session, long untilMs, Reason why) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byTicket = new HashMap<>();
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private long incoming;
    private long success;
    private long failed;

    /** What the engine tells such identities by; the rest of a key id is random. */
    static String prefix(Ikev2Profile profile) {
        return "fxr/" + profile.name() + "/";
    }

    static boolean isOne(PeerIdentity identity) {
        return identity.text().startsWith("fxr/");
    }

    /** A ticket for a session whose client asked for one and may have one; else nothing. */
    void issue(Session session, List<ConfigurationAttribute> requested) {
        Ikev2Profile profile = session.facts.profile();
        boolean asked =
                requested.stream()
                        .anyMatch(a -> a.type() == VendorAttribute.RECONNECT_TOKEN_ID.type());
        if (profile.reconnectTimeoutSeconds() == null || session.method == Method.PSK || !asked) {
            return;
        }
        withdraw(session);
        session.ticket = new Ticket(prefix(profile) + hex(ID_OCTETS), hex(TOKEN_OCTETS));
        byTicket.put(session.ticket.id(), session);
    }

    private String hex(int octets) {
        byte[] out = new byte[octets];
        random.nextBytes(out);
        return HexFormat.of().formatHex(out);
    }

    /** What CFG_REPLY says of it. */
    static Map<VendorAttribute, Octets> attributes(Session session) {
        Map<VendorAttribute, Octets> out = new EnumMap<>(VendorAttribute.class);
        Ticket ticket = session.ticket;
        Integer timeout = session.facts.profile().reconnectTimeoutSeconds();
        if (ticket != null && timeout != null) {
            out.put(VendorAttribute.RECONNECT_SESSION_ID, Octets.ofUtf8(ticket.id()));
            out.put(VendorAttribute.RECONNECT_TOKEN_ID, Octets.ofUtf8(ticket.token()));
            out.put(VendorAttribute.RECONNECT_DPD_INTERVAL, u32(DPD_INTERVAL_SECONDS));
            out.put(VendorAttribute.RECONNECT_CLEANUP_INTERVAL, u32(timeout));
        }
        return out;
    }

    private static Octets u32(int value) {
        return new WireWriter().u32(value).toOctets();
    }

    /** Someone comes under this key id; null when nobody can. */
    @Nullable Session asked(PeerIdentity identity) {
        incoming++;
        Session held = byTicket.get(identity.text());
        if (held == null) {
            failed++;
        }
        return held;
    }

    /** It proved itself; from now on the ticket is used up. */
    void used(Session old) {
        success++;
        withdraw(old);
        waiting.remove(old.id());
    }

    /** A session that ended, or gave its place to another. */
    void withdraw(Session session) {
        if (session.ticket != null) {
            byTicket.remove(session.ticket.id());
            session.ticket = null;
        }
    }

    /** The client is gone and may come back: true when the session is to be kept for it. */
    boolean park(Session session, Reason why, long nowMs) {
        Integer timeout = session.facts.profile().reconnectTimeoutSeconds();
        if (session.ticket == null
                || !session.up
                || timeout == null
                || !(why instanceof Reason.PeerDead)) {
            return false;
        }
        waiting.put(session.id(), new Waiting(session, nowMs + timeout * 1_000L, why));
        return true;
    }

    boolean isWaiting(long sessionId) {
        return waiting.containsKey(sessionId);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    List<Session> waiting() {
        return waiting.values().stream().map(Waiting::session).toList();
    }

    /** Takes a waiting session out; null when it does not wait. */
    @Nullable Session remove(long sessionId) {
        Waiting held = waiting.remove(sessionId);
        if (held == null) {
            return null;
        }
        withdraw(held.session());
        return held.session();
    }

    /** Those whose time is over. */
    List<Session> expired(long nowMs) {
        List<Session> over = new ArrayList<>();
        for (Waiting held : waiting.values()) {
            if (held.untilMs() - nowMs <= 0) {
                over.add(held.session());
            }
        }
        return over;
    }

    ReconnectCounts counts() {
        int inactive = waiting.size();
        return new ReconnectCounts(incoming, success, failed, byTicket.size() - inactive, inactive);
    }
}
