package io.flexaaa.server.dynauth;

import io.flexaaa.server.session.Session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * In which combinations a session is named to a NAS, first to last. All attributes of one request
 * must match (RFC 5176 §3), and NASes differ in what they look at: some IOS releases find a session
 * by audit-session-id, some only by its address.
 */
public record IdentifierSets(List<Set<SessionIdentifier>> sets) {
    /** All that is known first, for that cannot hit the wrong session; then one at a time. */
    static final IdentifierSets DEFAULT =
            new IdentifierSets(
                    List.of(
                            EnumSet.of(
                                    SessionIdentifier.AUDIT_SESSION_ID,
                                    SessionIdentifier.ACCT_SESSION_ID,
                                    SessionIdentifier.FRAMED_IP_ADDRESS,
                                    SessionIdentifier.USER_NAME),
                            EnumSet.of(SessionIdentifier.AUDIT_SESSION_ID),
                            EnumSet.of(SessionIdentifier.ACCT_SESSION_ID),
                            EnumSet.of(SessionIdentifier.FRAMED_IP_ADDRESS)));

    static String text(Set<SessionIdentifier> set) {
        return set.stream().map(SessionIdentifier::text).collect(Collectors.joining("+"));
    }

    static Set<SessionIdentifier> parse(String text) {
        return Arrays.stream(text.split("\\+"))
                .map(SessionIdentifier::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(SessionIdentifier.class)));
    }

    /**
     * What can be tried for this session: of each set what the session has, every combination once.
     * A set of nothing but an address or a name is left out when another live session of the same
     * NAS shares it, for the request could end that one instead.
     *
     * @param live the sessions now, this one among them or not
     */
    List<Set<SessionIdentifier>> usable(Session session, Collection<Session> live) {
        List<Set<SessionIdentifier>> out = new ArrayList<>();
        for (Set<SessionIdentifier> wanted : sets) {
            Set<SessionIdentifier> has = EnumSet.noneOf(SessionIdentifier.class);
            wanted.stream().filter(i -> i.of(session) != null).forEach(has::add);
            if (has.isEmpty() || out.contains(has) || ambiguous(has, session, live)) continue;
            out.add(has);
        }
        return out;
    }

    private static boolean ambiguous(
            Set<SessionIdentifier> set, Session session, Collection<Session> live) {
        if (set.stream().anyMatch(SessionIdentifier::unique)) return false;
        return live.stream()
                .filter(other -> other.id() != session.id() && other.nasId() == session.nasId())
                .anyMatch(other ->
                        set.stream()
                                .allMatch(i -> String.valueOf(i.of(session)).equals(i.of(other))));
    }
}
