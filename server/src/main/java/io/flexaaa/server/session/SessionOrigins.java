package io.flexaaa.server.session;

import io.flexaaa.protocol.radius.Attributes;

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

    /**
     * What was handed out in one session's set-up: names, and the attributes of the last
     * Access-Accept to each look-up, by which dynamic authorization knows what a change of policy
     * would change. They are the snapshot's own objects: keeping them copies nothing.
     */
    public record Origin(
            @Nullable String peer,
            @Nullable String group,
            @Nullable Attributes peerAttributes,
            @Nullable Attributes groupAttributes) {}

    private static final class Stripe extends LinkedHashMap<String, Origin> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Origin> eldest) {
            return size() > MAX_EACH;
        }
    }

    SessionOrigins() {
        for (int i = 0; i < STRIPES; i++) stripes[i] = new Stripe();
    }

    public void peer(String auditSessionId, String peer, Attributes given) {
        Stripe stripe = stripe(auditSessionId);
        synchronized (stripe) {
            Origin old = stripe.get(auditSessionId);
            stripe.put(
                    auditSessionId,
                    old == null
                            ? new Origin(peer, null, given, null)
                            : new Origin(peer, old.group, given, old.groupAttributes));
        }
    }

    public void group(String auditSessionId, String group, Attributes given) {
        Stripe stripe = stripe(auditSessionId);
        synchronized (stripe) {
            Origin old = stripe.get(auditSessionId);
            stripe.put(
                    auditSessionId,
                    old == null
                            ? new Origin(null, group, null, given)
                            : new Origin(old.peer, group, old.peerAttributes, given));
        }
    }

    public @Nullable Origin find(@Nullable String auditSessionId) {
        if (auditSessionId == null) return null;
        Stripe stripe = stripe(auditSessionId);
        synchronized (stripe) {
            return stripe.get(auditSessionId);
        }
    }

    private Stripe stripe(String auditSessionId) {
        return stripes[auditSessionId.hashCode() & STRIPES - 1];
    }
}
