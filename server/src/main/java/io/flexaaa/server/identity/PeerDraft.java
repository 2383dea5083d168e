package io.flexaaa.server.identity;

import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.policy.ConditionalSets;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A peer's row as a write makes it: checked, names turned into ids, absent fields filled in.
 *
 * @param conditional JSON, as {@code ConditionalSets} writes it
 */
record PeerDraft(
        String name,
        String description,
        boolean enabled,
        @Nullable Long groupId,
        @Nullable String framedIp,
        @Nullable String framedNetmask,
        @Nullable String framedPool,
        @Nullable String addrV6,
        List<String> avPairs,
        @Nullable Integer acctInterimSeconds,
        @Nullable Instant validUntil,
        PoolLinks pools,
        Map<String, String> values,
        String conditional) {

    /** What a write that does not know these fields leaves as it is. */
    record Kept(Map<String, String> values, List<ConditionalSet> conditional, PoolLinks pools) {
        static final Kept NOTHING = new Kept(Map.of(), List.of(), new PoolLinks(null, null));
    }

    /**
     * Throws {@code Problem.Invalid} with every illegal value.
     *
     * @param before null for a new peer
     */
    static PeerDraft of(String name, PeerWrite write, @Nullable Kept before, PeerLookUps lookUps) {
        Kept kept = before == null ? Kept.NOTHING : before;
        Check check = new Check();
        IdentityRules.name(check, name);
        IdentityRules.peer(check, write);
        Map<String, String> values = write.values() == null ? kept.values() : write.values();
        List<ConditionalSet> conditional =
                write.conditional() == null ? kept.conditional() : write.conditional();
        IdentityRules.policy(
                check,
                write.avPairs(),
                write.framedPool(),
                conditional,
                TemplateValues.ofPeer(name, withoutNulls(values)));
        PoolLinks pools =
                PoolLinks.of(check, lookUps::pool, write.addressPool(), write.addressPoolV6())
                        .keeping(
                                write.addressPool() == null ? kept.pools().v4() : null,
                                write.addressPoolV6() == null ? kept.pools().v6() : null);
        String groupName = blankToNull(write.group());
        Long group = groupName == null ? null : lookUps.group(groupName);
        check.require(
                groupName == null || group != null,
                "group",
                write.group(),
                "does not exist",
                "create the group first, or leave it out");
        if (before == null) lookUps.requireFree(check, name);
        check.done();
        return new PeerDraft(
                name,
                write.description() == null ? "" : write.description(),
                write.enabled() == null || write.enabled(),
                group,
                blankToNull(write.framedIp()),
                blankToNull(write.framedNetmask()),
                blankToNull(write.framedPool()),
                blankToNull(write.addrV6()),
                write.avPairs() == null ? List.of() : write.avPairs(),
                write.acctInterimSeconds(),
                write.validUntil(),
                pools,
                values,
                ConditionalSets.write(conditional));
    }

    /** A null value is refused with its key; here it must only not end the check. */
    private static Map<String, String> withoutNulls(Map<String, String> values) {
        Map<String, String> copy = new HashMap<>(values);
        copy.values().removeIf(java.util.Objects::isNull);
        return copy;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
