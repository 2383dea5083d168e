package io.flexaaa.gateway.session;

import io.flexaaa.gateway.dataplane.DataPlane;
import io.flexaaa.gateway.dataplane.SessionCounters;
import io.flexaaa.gateway.ios.config.Ikev2Profile.Method;
import io.flexaaa.gateway.pool.Lease;
import io.flexaaa.gateway.route.SessionRoute;
import io.flexaaa.ikev2.AuthMethod;
import io.flexaaa.ikev2.SaSnapshot;
import io.flexaaa.protocol.policy.EffectivePolicy;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One IKE SA and its session as show commands see them.
 *
 * @param nowMs the moment, on the clock of {@code sa}
 * @param accessNumber of Virtual-Access, 0 for none yet
 * @param children counters by inbound SPI
 * @param verified how the peer proved itself, in IOS's words
 * @param reconnects its client may come back
 */
public record SessionSnapshot(
        SaSnapshot sa,
        long nowMs,
        boolean up,
        long upMs,
        @Nullable String userName,
        @Nullable String auditSessionId,
        @Nullable String acctSessionId,
        @Nullable Lease ipv4,
        @Nullable Lease ipv6,
        int accessNumber,
        List<String> derivedLines,
        @Nullable EffectivePolicy policy,
        List<SessionRoute> routes,
        SessionCounters counters,
        Map<Integer, SessionCounters> children,
        String verified,
        boolean reconnects) {
    /** One without a method or a ticket of its own. */
    public SessionSnapshot(
            SaSnapshot sa,
            long nowMs,
            boolean up,
            long upMs,
            @Nullable String userName,
            @Nullable String auditSessionId,
            @Nullable String acctSessionId,
            @Nullable Lease ipv4,
            @Nullable Lease ipv6,
            int accessNumber,
            List<String> derivedLines,
            @Nullable EffectivePolicy policy,
            List<SessionRoute> routes,
            SessionCounters counters,
            Map<Integer, SessionCounters> children) {
        this(
                sa,
                nowMs,
                up,
                upMs,
                userName,
                auditSessionId,
                acctSessionId,
                ipv4,
                ipv6,
                accessNumber,
                derivedLines,
                policy,
                routes,
                counters,
                children,
                sa.verifyMethod().toString(),
                false);
    }

    public SessionSnapshot {
        derivedLines = List.copyOf(derivedLines);
        routes = List.copyOf(routes);
        children = Map.copyOf(children);
    }

    public long sessionId() {
        return sa.sessionId();
    }

    static SessionSnapshot of(
            SaSnapshot sa, @Nullable Session session, DataPlane dataPlane, long nowMs) {
        if (session == null) {
            return new SessionSnapshot(
                    sa,
                    nowMs,
                    false,
                    0,
                    null,
                    null,
                    null,
                    null,
                    null,
                    0,
                    List.of(),
                    null,
                    List.of(),
                    SessionCounters.ZERO,
                    Map.of());
        }
        boolean anyConnect =
                session.method == Method.ANYCONNECT_EAP && sa.verifyMethod() == AuthMethod.EAP;
        Map<Integer, SessionCounters> children = new HashMap<>();
        for (int spi : session.children.keySet()) {
            children.put(spi, dataPlane.childCounters(spi));
        }
        return new SessionSnapshot(
                sa,
                nowMs,
                session.up,
                session.upMs,
                session.userName(),
                session.facts.auditSessionId(),
                session.facts.acctSessionId(),
                session.ipv4,
                session.ipv6,
                session.access == null ? 0 : session.access.number(),
                session.access == null ? List.of() : session.access.derivedLines(),
                session.policy,
                session.routes == null ? List.of() : session.routes.installed(),
                session.access == null
                        ? SessionCounters.ZERO
                        : dataPlane.counters(session.access.link()),
                children,
                anyConnect ? "AnyConnect-EAP" : sa.verifyMethod().toString(),
                session.ticket != null);
    }
}
