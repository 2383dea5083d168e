package io.flexaaa.server.identity.web;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.protocol.avpair.AvPairType;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The AV-pair catalogue, for the editor's help and checks. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "avpairs")
class AvPairController {
    record AvPairTypeView(
            String name,
            String protocol,
            String grammar,
            String direction,
            boolean repeatable,
            String doc,
            String example,
            String ios,
            List<AvPairForm> forms) {
        /** One entry a pair: an editor offers it once, whatever its forms. */
        static AvPairTypeView of(List<AvPairType> rows) {
            AvPairType t = rows.getFirst();
            return new AvPairTypeView(
                    t.name(),
                    t.protocol(),
                    rows.stream().map(AvPairType::grammar).collect(Collectors.joining(" | ")),
                    direction(t),
                    t.repeatable(),
                    rows.stream().map(AvPairType::doc).collect(Collectors.joining(" ")),
                    t.example(),
                    t.ios(),
                    rows.stream()
                            .filter(r -> r.form() != null)
                            .map(r ->
                                    new AvPairForm(
                                            String.valueOf(r.form()),
                                            r.grammar(),
                                            direction(r),
                                            r.doc(),
                                            r.example(),
                                            r.ios()))
                            .toList());
        }

        private static String direction(AvPairType t) {
            return t.direction().name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a pair means whose value begins with this word. */
    record AvPairForm(
            String form,
            String grammar,
            String direction,
            String doc,
            String example,
            String ios) {}

    record AvPairList(List<String> avPairs) {}

    /**
     * @param warning the pair is kept as typed; it is only not known
     */
    record AvPairProblem(int index, String value, String message, String cure, boolean warning) {}

    record AvPairProblems(List<AvPairProblem> problems) {}

    @GetMapping("/avpairs")
    @Operation(operationId = "listAvPairTypes", summary = "Every AV pair a FlexVPN hub knows")
    @RequiresPermission(Permission.PEERS_READ)
    List<AvPairTypeView> catalogue() {
        return AvPairCatalogue.all().stream()
                .collect(
                        Collectors.groupingBy(
                                AvPairType::pair, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(AvPairTypeView::of)
                .toList();
    }

    @PostMapping("/avpairs:validate")
    @Operation(operationId = "validateAvPairs", summary = "What is wrong with these AV pairs")
    @RequiresPermission(Permission.PEERS_READ)
    AvPairProblems validate(@RequestBody AvPairList body) {
        return new AvPairProblems(
                AvPairCatalogue.validate(body.avPairs()).stream()
                        .map(p ->
                                new AvPairProblem(
                                        p.index(), p.value(), p.message(), p.cure(), p.warning()))
                        .toList());
    }
}
