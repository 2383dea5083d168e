package io.flexaaa.server.policy;

import io.flexaaa.protocol.avpair.AvPair;
import io.flexaaa.protocol.policy.Template;
import io.flexaaa.protocol.policy.Template.Placeholder;
import io.flexaaa.protocol.policy.Template.Scope;
import io.flexaaa.protocol.policy.TemplateValues;
import io.flexaaa.protocol.wire.DecodeException;
import io.flexaaa.server.problem.Check;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What custom values, placeholders and conditional sets must be when they are written. */
public final class TemplateRules {
    private static final int MOST_VALUES = 64;

    private TemplateRules() {}

    /**
     * @param reserved keys that stand for something already
     */
    public static void values(
            Check check, @Nullable Map<String, String> values, Set<String> reserved) {
        if (values == null) return;
        check.require(
                values.size() <= MOST_VALUES,
                "values",
                values.size(),
                "are too many",
                "up to " + MOST_VALUES + " are kept");
        values.forEach((key, value) -> {
            String field = "values." + key;
            check.require(
                    Template.isKey(key) && !reserved.contains(key),
                    field,
                    key,
                    reserved.contains(key) ? "is part of the name already" : "is no key",
                    "a key is lower case: letters, digits, - and _, such as site or mtu");
            check.require(
                    value != null
                            && value.getBytes(StandardCharsets.UTF_8).length <= AvPair.MAX_OCTETS
                            && value.chars().noneMatch(c -> c < 0x20 || c == 0x7f)
                            && !Template.in(value),
                    field,
                    value,
                    "is too long, has a control character or a placeholder",
                    "write plain text of up to 247 octets");
        });
    }

    /**
     * Placeholders that can never be filled in. What a NAS has is known only when it asks.
     *
     * @param peer what the peer's placeholders stand for; null for a group, which serves many
     */
    public static void placeholders(
            Check check, String field, @Nullable String text, @Nullable Map<String, String> peer) {
        if (!Template.in(text)) return;
        try {
            for (Placeholder p : Template.parse(String.valueOf(text)).placeholders()) {
                boolean known = p.scope() == Scope.NAS || peer == null || peer.containsKey(p.key());
                check.require(
                        known,
                        field,
                        text,
                        "names " + p + ", which this peer does not have",
                        "add "
                                + p.key()
                                + " to its values, or use one of "
                                + TemplateValues.OF_PEER);
            }
        } catch (DecodeException e) {
            check.require(
                    false,
                    field,
                    text,
                    String.valueOf(e.getMessage()),
                    "write {{peer.name}}, {{peer.KEY}}, {{nas.name}} or {{nas.KEY}}");
        }
    }

    /** Conditions that are none, and how many there are; the AV pairs are the caller's to check. */
    public static void conditional(
            Check check, @Nullable List<ConditionalSet> sets, @Nullable Map<String, String> peer) {
        if (sets == null) return;
        check.require(
                sets.size() <= ConditionalSets.MOST,
                "conditional",
                sets.size(),
                "are too many",
                "up to " + ConditionalSets.MOST + "; put common ones into a group");
        for (int i = 0; i < sets.size(); i++) {
            String field = "conditional[" + i + "]";
            ConditionalSet set = sets.get(i);
            if (set == null || set.when() == null) {
                check.require(
                        false, field, null, "has no condition", "write when, e.g. nas or days");
                continue;
            }
            try {
                set.condition();
            } catch (IllegalArgumentException e) {
                check.require(
                        false,
                        field + ".when",
                        set.when(),
                        String.valueOf(e.getMessage()),
                        "see the example in the API's description");
            }
            placeholders(check, field + ".framedPool", set.framedPool(), peer);
            List<String> pairs = set.pairs();
            for (int k = 0; k < pairs.size(); k++) {
                placeholders(check, field + ".avPairs[" + k + "]", pairs.get(k), peer);
            }
        }
    }
}
