package io.flexaaa.server.transfer;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Write records as JSON: read strictly, made from what is stored, compared. */
@Component
class WriteJson {
    private final JsonMapper json;

    WriteJson(JsonMapper json) {
        this.json = json;
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    /** What a PUT would have to bring for the thing to be as it is; without secrets. */
    ObjectNode ofView(TransferKind kind, Object view) {
        JsonNode shown = json.valueToTree(kind.shown(view));
        ObjectNode write = json.createObjectNode();
        Set<String> secret = secretRoots(kind);
        for (RecordComponent field : kind.writeType().getRecordComponents()) {
            JsonNode value = shown.get(field.getName());
            if (value == null || value.isNull() || secret.contains(field.getName())) continue;
            write.set(field.getName(), value);
        }
        return write;
    }

    String name(Object view) {
        return json.valueToTree(view).path("name").asString();
    }

    long version(Object view) {
        return json.valueToTree(view).path("version").asLong();
    }

    /** The write record; throws {@link Problem.Invalid} with the field. */
    Object parse(TransferKind kind, ObjectNode value) {
        Object write;
        try {
            write = json.treeToValue(value, kind.writeType());
        } catch (JacksonException e) {
            throw new Problem.Invalid(List.of(problem(e)));
        }
        JsonNode pairs = value.get("avPairs");
        if (pairs != null && pairs.isArray()) {
            List<FieldProblem> wrong = new ArrayList<>();
            List<String> texts = pairs.valueStream().map(JsonNode::asString).toList();
            for (AvPairCatalogue.Problem p : AvPairCatalogue.validate(texts))
                if (!p.warning())
                    wrong.add(
                            new FieldProblem(
                                    "avPairs[" + p.index() + "]",
                                    texts.get(p.index()),
                                    p.message(),
                                    p.cure()));
            if (!wrong.isEmpty()) throw new Problem.Invalid(wrong);
        }
        return write;
    }

    /** The same record in the one form that can be compared. */
    ObjectNode canonical(Object write) {
        return (ObjectNode) json.valueToTree(write);
    }

    /** Which fields differ; what is absent counts as its default. */
    List<String> differences(TransferKind kind, ObjectNode before, ObjectNode after) {
        JsonNode defaults = json.readTree(kind.defaults());
        Set<String> names = new TreeSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        names.removeIf(name ->
                meaning(before.get(name), defaults.get(name))
                        .equals(meaning(after.get(name), defaults.get(name))));
        return List.copyOf(names);
    }

    static Set<String> secretRoots(TransferKind kind) {
        Set<String> roots = new TreeSet<>();
        for (String pointer : kind.secrets())
            if (!pointer.contains("*")) roots.add(pointer.split("/", 3)[1]);
        return roots;
    }

    /** Where this value's secrets are: one pointer for each item of a list. */
    static List<String> pointers(TransferKind kind, JsonNode value) {
        List<String> all = new ArrayList<>();
        for (String pointer : kind.secrets()) {
            int star = pointer.indexOf("/*");
            if (star < 0) all.add(pointer);
            else
                for (int i = 0; i < value.at(pointer.substring(0, star)).size(); i++)
                    all.add(pointer.substring(0, star) + "/" + i + pointer.substring(star + 2));
        }
        return all;
    }

    static ObjectNode parent(ObjectNode value, String pointer) {
        int cut = pointer.lastIndexOf('/');
        return cut == 0 ? value : (ObjectNode) value.at(pointer.substring(0, cut));
    }

    private static String meaning(
            @org.jspecify.annotations.Nullable JsonNode value,
            @org.jspecify.annotations.Nullable JsonNode byDefault) {
        if (value == null
                || value.isNull()
                || (value.isString() && value.asString().isEmpty())
                || (value.isContainer() && value.isEmpty()))
            return byDefault == null ? "" : byDefault.toString();
        if (!value.isObject()) return value.toString();
        // Absent and null are one: records print all their components.
        StringBuilder text = new StringBuilder("{");
        value.properties().stream()
                .filter(p -> !p.getValue().isNull())
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(p -> text.append(p.getKey()).append('=').append(p.getValue()).append(','));
        return text.append('}').toString();
    }

    private static FieldProblem problem(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath())
            path.append(step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "")
                    .append(
                            step.getPropertyName() == null
                                    ? ""
                                    : (path.isEmpty() ? "" : ".") + step.getPropertyName());
        String field = path.isEmpty() ? "value" : path.toString();
        if (e instanceof UnrecognizedPropertyException unknown)
            return new FieldProblem(
                    field,
                    "",
                    "is not known",
                    "known here: "
                            + String.join(
                                    ", ",
                                    new TreeSet<>(
                                            unknown.getKnownPropertyIds().stream()
                                                    .map(String::valueOf)
                                                    .toList())));
        return new FieldProblem(
                field, "", "has a value of the wrong kind", "see the field in /api/openapi.json");
    }
}
