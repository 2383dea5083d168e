package io.flexaaa.server.dynauth;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Which live sessions; all that is given must match.
 *
 * @param q as in the list of sessions: part of a name, an address, an id
 * @param sessions these ids only
 * @param all must be true when nothing else is given
 */
public record JobQuery(
        @Nullable String group,
        @Nullable String nas,
        @Nullable String peer,
        @Nullable String q,
        @Nullable List<Long> sessions,
        @Nullable Boolean all) {

    boolean empty() {
        return group == null && nas == null && peer == null && q == null && sessions == null;
    }

    String text() {
        List<String> words = new ArrayList<>();
        if (peer != null) words.add("peer " + peer);
        if (group != null) words.add("group " + group);
        if (nas != null) words.add("NAS " + nas);
        if (q != null) words.add("matching " + q);
        if (sessions != null) words.add(sessions.size() + " named sessions");
        return words.isEmpty() ? "all sessions" : String.join(", ", words);
    }
}
