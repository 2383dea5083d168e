package io.flexaaa.server.notify;

import io.flexaaa.server.authlog.Decision;
import io.flexaaa.server.authlog.DecisionResult;
import io.flexaaa.server.authlog.DecisionsRecorded;
import io.flexaaa.server.dynauth.DynAuthDone;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.nas.Nas;
import io.flexaaa.server.nas.NasService;
import io.flexaaa.server.notify.store.WebhookStore;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionService;
import io.flexaaa.server.session.SessionState;
import io.flexaaa.server.session.SessionsChanged;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Watches the server and says what webhooks may be told. */
@Component
class WebhookSources {
    private static final Logger log = LoggerFactory.getLogger(WebhookSources.class);

    /** A flood of rejects is one piece of news, not ten thousand. */
    private static final int REJECTS_PER_SECOND = 20;

    private final WebhookQueue queue;
    private final WebhookStore store;
    private final NasService nases;
    private final WebhookProperties properties;
    private final Clock clock;
    private final Set<Long> up = new HashSet<>();
    private long rejectSecond;
    private int rejectsLeft;

    WebhookSources(
            WebhookQueue queue,
            WebhookStore store,
            SessionService sessions,
            NasService nases,
            WebhookProperties properties,
            Clock clock) {
        this.queue = queue;
        this.store = store;
        this.nases = nases;
        this.properties = properties;
        this.clock = clock;
        String after = null;
        do {
            var page =
                    sessions.list(
                            new SessionQuery(
                                    null,
                                    false,
                                    null,
                                    new PageRequest(PageRequest.MAX_LIMIT, after, null)));
            page.items().forEach(s -> up.add(s.id()));
            after = page.next();
        } while (after != null);
    }

    @EventListener
    synchronized void sessions(SessionsChanged event) {
        for (Session session : event.sessions()) {
            if (session.state() == SessionState.ENDED) {
                up.remove(session.id());
                queue.tell(WebhookEvent.SESSION_DOWN, session);
            } else if (up.add(session.id())) {
                queue.tell(WebhookEvent.SESSION_UP, session);
            }
        }
    }

    @EventListener
    synchronized void decisions(DecisionsRecorded event) {
        for (Decision decision : event.decisions()) {
            if (decision.result() != DecisionResult.REJECT) continue;
            long second = decision.at().getEpochSecond();
            if (second != rejectSecond) {
                rejectSecond = second;
                rejectsLeft = REJECTS_PER_SECOND;
            }
            if (rejectsLeft-- > 0) queue.tell(WebhookEvent.AUTH_REJECT, brief(decision));
        }
    }

    private static Map<String, Object> brief(Decision decision) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("decisionId", decision.id());
        data.put("peer", decision.peer());
        data.put("nas", decision.nas());
        data.put("nasAddress", decision.nasAddress());
        data.put("kind", decision.kind());
        data.put("reason", decision.reason());
        data.put("sentence", decision.sentence());
        data.put("callingStationId", decision.callingStationId());
        return data;
    }

    @EventListener
    void dynAuth(DynAuthDone event) {
        queue.tell(WebhookEvent.DYNAUTH_RESULT, event.result());
    }

    @Scheduled(initialDelay = 30_000, fixedDelay = 60_000)
    void watch() {
        try {
            keys();
            silentNases();
        } catch (DataAccessException e) {
            log.warn("not looked for silent NASes and expiring keys: {}", e.getMessage());
        }
    }

    void keys() {
        Instant before = clock.instant().plus(Duration.ofDays(properties.keyExpiryDays()));
        for (WebhookStore.ExpiringKey key : store.expiringBefore(before)) {
            if (store.firstNotice("key/" + key.pskId())) {
                queue.tell(
                        WebhookEvent.KEY_EXPIRING,
                        Map.of("peer", key.peer(), "expiresAt", key.expiresAt()));
            }
        }
    }

    /** Only who was heard before can fall silent. */
    void silentNases() {
        Instant limit = clock.instant().minus(Duration.ofMinutes(properties.nasSilentMinutes()));
        String after = null;
        do {
            var page = nases.list(new PageRequest(PageRequest.MAX_LIMIT, after, null));
            for (Nas nas : page.items()) {
                Instant last = nas.lastPacketAt();
                if (!nas.enabled() || last == null || !last.isBefore(limit)) continue;
                if (store.firstNotice("nas/" + nas.id() + "/" + last.getEpochSecond())) {
                    queue.tell(
                            WebhookEvent.NAS_SILENT,
                            Map.of(
                                    "nas", nas.name(),
                                    "address", nas.address(),
                                    "lastPacketAt", last));
                }
            }
            after = page.next();
        } while (after != null);
    }
}
