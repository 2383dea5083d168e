package io.flexaaa.gateway.session;

import io.flexaaa.gateway.ios.config.AccessList;
import io.flexaaa.gateway.ios.config.GatewayConfig;
import io.flexaaa.gateway.telemetry.LogLine;
import io.flexaaa.gateway.telemetry.RefusedException;
import io.flexaaa.gateway.virtualaccess.AccessLists.Downloaded;
import io.flexaaa.gateway.virtualaccess.VirtualAccess;
import io.flexaaa.gateway.virtualaccess.VirtualAccessPlan;
import io.flexaaa.ikev2.Event;
import io.flexaaa.ikev2.IkeConfig;
import io.flexaaa.ikev2.Reason;
import io.flexaaa.ikev2.TerminateCause;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries the running sessions over to a new configuration: those it does not change go on, with
 * access lists as they now are; the others end and may log in again. On the owner thread.
 */
final class Reconfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(Reconfiguration.class);

    private final SessionShell shell;

    Reconfiguration(SessionShell shell) {
        this.shell = shell;
    }

    /**
     * @return how many sessions ended
     */
    int apply(GatewayConfig before, GatewayConfig next, IkeConfig engine) {
        shell.feed(new Event.ReplaceConfig(engine));
        Set<String> changed = Footprint.changed(before, next);
        boolean lists =
                !before.accessLists().equals(next.accessLists())
                        || !before.ipv6AccessLists().equals(next.ipv6AccessLists());
        int ended = 0;
        for (Session waiting : shell.reconnects().waiting()) {
            String profile = waiting.facts.profile().name();
            if (changed.contains(profile)) {
                shell.endWaiting(waiting.id(), reason(profile));
                ended++;
            }
        }
        for (Session session : List.copyOf(shell.sessions())) {
            String profile = session.facts.profile().name();
            if (changed.contains(profile)) {
                end(session, reason(profile).sentence());
                ended++;
            } else if (lists && session.access != null && !refresh(session, before, next)) {
                ended++;
            }
        }
        return ended;
    }

    /** An access list that is edited filters the sessions that use it at once, as on IOS. */
    private boolean refresh(Session session, GatewayConfig before, GatewayConfig next) {
        VirtualAccess access = session.access;
        if (access == null) {
            return true;
        }
        VirtualAccessPlan plan = access.plan();
        try {
            VirtualAccessPlan now =
                    VirtualAccessPlan.of(
                            next,
                            plan.settings(),
                            downloaded(plan.downloadedIn(), before, next),
                            downloaded(plan.downloadedOut(), before, next),
                            session.ipv6 != null);
            access.change(now);
            return true;
        } catch (RefusedException e) {
            // Going on unfiltered is not an answer.
            end(session, "its filter cannot be kept: " + e.refusal().sentence());
            return false;
        }
    }

    private static Downloaded downloaded(
            Downloaded held, GatewayConfig before, GatewayConfig next) {
        return new Downloaded(
                list(held.ipv4(), before.accessLists(), next.accessLists()),
                list(held.ipv6(), before.ipv6AccessLists(), next.ipv6AccessLists()));
    }

    /** A list that RADIUS named is ours; one that it spelt out stays as it is. */
    private static @Nullable AccessList list(
            @Nullable AccessList held,
            Map<String, AccessList> before,
            Map<String, AccessList> next) {
        if (held == null || !held.equals(before.get(held.name()))) {
            return held;
        }
        AccessList now = next.get(held.name());
        return now == null ? held : now;
    }

    private static Reason reason(String profile) {
        return new Reason.Requested(
                "RECONFIGURED",
                "ikev2 profile " + profile + " was changed or removed",
                TerminateCause.ADMIN_RESET);
    }

    private void end(Session session, String why) {
        LOG.info(
                "{}",
                LogLine.of("session-reconfigured")
                        .with("session", session.id())
                        .with("user", session.userName())
                        .with("detail", why));
        shell.feed(
                new Event.DeleteSession(
                        session.id(),
                        new Reason.Requested("RECONFIGURED", why, TerminateCause.ADMIN_RESET)));
    }
}
