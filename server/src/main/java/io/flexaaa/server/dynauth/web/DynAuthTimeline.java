package io.flexaaa.server.dynauth.web;

import io.flexaaa.server.dynauth.DynAuthKind;
import io.flexaaa.server.dynauth.DynAuthService;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.session.Session;
import io.flexaaa.server.session.TimelineEntry;
import io.flexaaa.server.session.TimelineSource;

import org.springframework.stereotype.Component;

import java.util.List;

/** Disconnects and CoAs on the session's timeline. */
@Component
class DynAuthTimeline implements TimelineSource {
    private static final int ENTRIES = 50;
    private final DynAuthService dynAuth;

    DynAuthTimeline(DynAuthService dynAuth) {
        this.dynAuth = dynAuth;
    }

    @Override
    public List<TimelineEntry> of(Session session) {
        return dynAuth.log(session.id(), PageRequest.first(ENTRIES)).items().stream()
                .map(r ->
                        new TimelineEntry(
                                r.at(),
                                "dynauth",
                                (r.kind() == DynAuthKind.COA ? "CoA" : "Disconnect")
                                        + " by "
                                        + r.actor()
                                        + ": "
                                        + r.outcome().text(),
                                r.message()))
                .toList();
    }
}
