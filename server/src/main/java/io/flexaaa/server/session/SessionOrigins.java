package io.flexaaa.server.session;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which peer and group the hub was given for an audit-session-id. Accounting carries the IKE
 * identity, look-ups the name a name-mangler made of it; the audit-session-id is what both have.
 * Bounded: the oldest is forgotten.
 */
@Component
public class SessionOrigins {

    private static final int STRIPES = 16;
    private static final int MAX_EACH = 8_192;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /** The names handed out in one session's set-up. */
    public record Origin(@Nullable String peer, @Nullable String group) {}

    private static final class Stripe extends LinkedHashMap<String, Origin> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Origin> eldest) {
            return size() > MAX_EACH;
        }
    }

    SessionOrigins() {
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Stripe();
    }

    public void peer(String auditSessionId, String peer) {
        put(auditSessionId, peer, null);
    }

    public void group(String auditSessionId, String group) {
        put(auditSessionId, null, group);
    }

    public @Nullable Origin find(@Nullable String auditSessionId) {
        if (auditSessionId == null) return null;
        Stripe stripe = stripe(auditSessionId);
        synchronized (stripe) {
            return stripe.get(auditSessionId);
        }
    }

    private void put(String auditSessionId, @Nullable String peer, @Nullable String group) {
        Stripe stripe = stripe(auditSessionId);
        synchronized (stripe) {
            Origin old = stripe.get(auditSessionId);
            String knownPeer = peer != null || old == null ? peer : old.peer();
            String knownGroup = group != null || old == null ? group : old.group();
            stripe.put(auditSessionId, new Origin(knownPeer, knownGroup));
        }
    }

    private Stripe stripe(String auditSessionId) {
        return stripes[auditSessionId.hashCode() & STRIPES - 1];
    }
}
