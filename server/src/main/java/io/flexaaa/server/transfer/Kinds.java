package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All kinds there are, in the order in which they can be made. */
@Component
class Kinds {
    private final List<TransferKind> all;

    Kinds(List<TransferKind> all) {
        this.all =
                all.stream()
                        .sorted(
                                Comparator.comparingInt(TransferKind::rank)
                                        .thenComparing(TransferKind::code))
                        .toList();
    }

    List<TransferKind> all() {
        return all;
    }

    @Nullable TransferKind find(String code) {
        for (TransferKind kind : all) if (kind.code().equals(code)) return kind;
        return null;
    }

    TransferKind of(String code) {
        TransferKind kind = find(code);
        if (kind != null) return kind;
        throw new Problem.Invalid(
                List.of(
                        new FieldProblem(
                                "kind",
                                code,
                                "is no kind of thing known here",
                                all.stream()
                                        .map(TransferKind::code)
                                        .collect(Collectors.joining(", ", "one of ", "")))));
    }

    /** Groups before peers, otherwise as in the file. */
    List<Item> ordered(List<Item> items) {
        return items.stream().sorted(Comparator.comparingInt(i -> rank(i.kind()))).toList();
    }

    private int rank(String code) {
        for (TransferKind kind : all) if (kind.code().equals(code)) return kind.rank();
        return Integer.MAX_VALUE;
    }
}
