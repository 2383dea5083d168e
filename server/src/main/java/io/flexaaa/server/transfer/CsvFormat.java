package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One kind of thing as a table: a column for each field of its write record, {@code psk.symmetric}
 * for one inside, a list as lines in one cell. The header says which columns there are.
 */
@Component
class CsvFormat {
    private final Kinds kinds;
    private final WriteJson writes;

    CsvFormat(Kinds kinds, WriteJson writes) {
        this.kinds = kinds;
        this.writes = writes;
    }

    /** Columns of a kind by name, each with its type; secrets only when asked for. */
    private static Map<String, Class<?>> columns(TransferKind kind, boolean secrets) {
        Map<String, Class<?>> columns = new LinkedHashMap<>();
        var roots = WriteJson.secretRoots(kind);
        for (RecordComponent field : kind.writeType().getRecordComponents())
            if (!roots.contains(field.getName())) columns.put(field.getName(), field.getType());
        if (secrets)
            for (String pointer : kind.secrets())
                if (!pointer.contains("*"))
                    columns.put(pointer.substring(1).replace('/', '.'), String.class);
        return columns;
    }

    String write(TransferKind kind, List<ObjectNode> all, boolean secrets) {
        Map<String, Class<?>> columns = columns(kind, secrets);
        StringBuilder out = new StringBuilder("name");
        columns.keySet().forEach(c -> out.append(',').append(c));
        out.append("\r\n");
        for (ObjectNode one : all) {
            out.append(Csv.field(one.path("name").asString()));
            for (String column : columns.keySet()) {
                JsonNode value = one.at("/" + column.replace('.', '/'));
                out.append(',').append(Csv.field(cell(value)));
            }
            out.append("\r\n");
        }
        return out.toString();
    }

    private static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) return "";
        if (value.isArray())
            return String.join("\n", value.valueStream().map(CsvFormat::text).toList());
        return text(value);
    }

    /** Conditional sets and the like are shown as JSON; only the JSON format takes them back. */
    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    List<Item> read(String text, @Nullable String kindCode) {
        TransferKind kind = kinds.of(kindCode == null ? "peer" : kindCode);
        List<Csv.Line> lines = Csv.parse(text);
        Map<String, Class<?>> known = columns(kind, true);
        List<String> header = lines.isEmpty() ? List.of() : lines.getFirst().fields();
        List<FieldProblem> wrong = new ArrayList<>();
        if (!header.contains("name"))
            wrong.add(new FieldProblem("line 1", "", "has no column name", "begin with a header"));
        for (String column : header)
            if (!column.equals("name") && !known.containsKey(column))
                wrong.add(
                        new FieldProblem(
                                "line 1",
                                column,
                                "is no column of a " + kind.code(),
                                "known: name, " + String.join(", ", known.keySet())));
        if (!wrong.isEmpty()) throw new Problem.Invalid(wrong);
        List<Item> items = new ArrayList<>();
        for (Csv.Line line : lines.subList(1, lines.size()))
            items.add(item(kind, header, known, line));
        return items;
    }

    private Item item(
            TransferKind kind, List<String> header, Map<String, Class<?>> known, Csv.Line line) {
        List<FieldProblem> problems = new ArrayList<>();
        ObjectNode value = writes.object();
        String name = "";
        if (line.fields().size() != header.size())
            problems.add(
                    new FieldProblem(
                            "line " + line.number(),
                            "",
                            "has " + line.fields().size() + " cells, the header " + header.size(),
                            "put cells with commas in quotes"));
        for (int i = 0; i < Math.min(header.size(), line.fields().size()); i++) {
            String cell = line.fields().get(i);
            String column = header.get(i);
            Class<?> type = known.get(column);
            if (type == null) name = cell;
            else if (!cell.isEmpty()) set(value, column, cell, type, problems);
        }
        // The kind follows from the keys there are.
        if (value.path("psk") instanceof ObjectNode psk)
            psk.put("kind", psk.has("symmetric") ? "symmetric" : "asymmetric");
        if (value.path("password") instanceof ObjectNode password && !password.has("storage"))
            password.put("storage", "reversible");
        return new Item(line.number(), kind.code(), name, value, problems);
    }

    private static void set(
            ObjectNode value,
            String column,
            String cell,
            Class<?> type,
            List<FieldProblem> problems) {
        int dot = column.indexOf('.');
        if (dot > 0) {
            String root = column.substring(0, dot);
            ObjectNode inner =
                    value.path(root) instanceof ObjectNode there ? there : value.putObject(root);
            inner.put(column.substring(dot + 1), cell);
        } else if (type == Boolean.class || type == boolean.class) {
            switch (cell.strip().toLowerCase(Locale.ROOT)) {
                case "true", "yes", "1" -> value.put(column, true);
                case "false", "no", "0" -> value.put(column, false);
                default ->
                        problems.add(
                                new FieldProblem(
                                        column, cell, "is neither true nor false", "true"));
            }
        } else if (type == Integer.class || type == int.class) {
            try {
                value.put(column, Integer.parseInt(cell.strip()));
            } catch (NumberFormatException e) {
                problems.add(new FieldProblem(column, cell, "is not a number", "digits only"));
            }
        } else if (List.class.isAssignableFrom(type)) {
            ArrayNode list = value.putArray(column);
            cell.lines().filter(l -> !l.isBlank()).forEach(list::add);
        } else value.put(column, cell);
    }
}
