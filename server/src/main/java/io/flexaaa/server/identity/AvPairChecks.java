package io.flexaaa.server.identity;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
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
        if (avPairs == null) return List.of();
        List<FieldProblem> wrong = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (AvPairCatalogue.Problem p : AvPairCatalogue.validate(avPairs)) {
            String field = "avPairs[" + p.index() + "]";
            if (p.warning()) {
                warnings.add(field + ": " + ascii(p.message()) + "; " + ascii(p.cure()));
            } else {
                String shown = p.value().contains("password") ? "(hidden)" : p.value();
                wrong.add(new FieldProblem(field, shown, p.message(), p.cure()));
            }
        }
        if (!wrong.isEmpty()) throw new Problem.Invalid(wrong);
        return warnings;
    }

    /** Header values hold no other characters. */
    private static String ascii(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
