package io.flexaaa.server.dynauth;

import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.SessionQuery;
import io.flexaaa.server.session.SessionService;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;

/** The live sessions, all pages of them. */
@Component
class LiveList {
    private final SessionService sessions;
    private volatile Cached cached = new Cached(Long.MIN_VALUE, List.of());

    private record Cached(long atNs, List<Session> sessions) {}

    LiveList(SessionService sessions) {
        this.sessions = sessions;
    }

    /** At most a second old: a job asks it for each of its sessions. */
    List<Session> now() {
        Cached known = cached;
        long nowNs = System.nanoTime();
        if (known.atNs != Long.MIN_VALUE && nowNs - known.atNs < 1_000_000_000L) {
            return known.sessions;
        }
        List<Session> fresh = matching(null, null);
        cached = new Cached(nowNs, fresh);
        return fresh;
    }

    List<Session> matching(@Nullable String peer, @Nullable String q) {
        List<Session> all = new ArrayList<>();
        String after = null;
        do {
            Page<Session> page =
                    sessions.list(
                            new SessionQuery(
                                    null,
                                    false,
                                    peer,
                                    new PageRequest(PageRequest.MAX_LIMIT, after, q)));
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }
}
