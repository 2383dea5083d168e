package io.flexaaa.server.identity;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.server.policy.ConditionalSet;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * AV pairs of a write against the catalogue: a wrong value is refused; an unknown pair is kept,
 * because the hub may know it, and the answer carries a warning.
 */
public final class AvPairChecks {
    /** Repeated once a warning. */
    public static final String WARNING_HEADER = "X-FlexAAA-Warning";

    private AvPairChecks() {}

    /** The warnings; throws when a pair is wrong. */
    public static List<String> warnings(@Nullable List<String> avPairs) {
        return warnings(avPairs, null);
    }

    public static List<String> warnings(
            @Nullable List<String> avPairs, @Nullable List<ConditionalSet> conditional) {
        List<FieldProblem> wrong = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        check("avPairs", avPairs, wrong, warnings);
        for (int i = 0; conditional != null && i < conditional.size(); i++) {
            ConditionalSet set = conditional.get(i);
            if (set != null) {
                check("conditional[" + i + "].avPairs", set.avPairs(), wrong, warnings);
            }
        }
        if (!wrong.isEmpty()) throw new Problem.Invalid(wrong);
        return warnings;
    }

    private static void check(
            String list,
            @Nullable List<String> avPairs,
            List<FieldProblem> wrong,
            List<String> warnings) {
        if (avPairs == null) return;
        for (AvPairCatalogue.Problem p : AvPairCatalogue.validate(avPairs)) {
            String field = list + "[" + p.index() + "]";
            if (p.warning()) {
                warnings.add(field + ": " + ascii(p.message()) + "; " + ascii(p.cure()));
            } else {
                String shown = p.value().contains("password") ? "(hidden)" : p.value();
                wrong.add(new FieldProblem(field, shown, p.message(), p.cure()));
            }
        }
    }

    /** Header values hold no other characters. */
    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
