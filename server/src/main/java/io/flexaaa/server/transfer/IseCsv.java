package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;

import org.springframework.stereotype.Component;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cisco ISE's internal users as a CSV: a header cell is {@code Name:Type(Length):Required}; only
 * the name counts here.
 */
@Component
class IseCsv {
    private final WriteJson writes;

    IseCsv(WriteJson writes) {
        this.writes = writes;
    }

    List<Item> read(String text) {
        List<Csv.Line> lines = Csv.parse(text);
        if (lines.isEmpty()) throw Formats.unreadable(1, "is empty", "send ISE's export");
        List<String> header = lines.getFirst().fields().stream().map(IseCsv::plain).toList();
        if (!header.contains("username"))
            throw Formats.unreadable(
                    1, "has no column User Name", "send the CSV that ISE exported, header and all");
        List<Item> items = new ArrayList<>();
        for (Csv.Line line : lines.subList(1, lines.size())) items.add(item(header, line));
        return items;
    }

    private Item item(List<String> header, Csv.Line line) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(header.size(), line.fields().size()); i++)
            cells.putIfAbsent(header.get(i), line.fields().get(i).strip());
        List<FieldProblem> problems = new ArrayList<>();
        ObjectNode value = writes.object();
        String details = first(cells, "userdetails", "description");
        String person = (first(cells, "firstname") + " " + first(cells, "lastname")).strip();
        String description = (person + (details.isEmpty() ? "" : " - " + details)).strip();
        if (!description.isEmpty()) value.put("description", description.replaceFirst("^- ", ""));
        String status = first(cells, "status", "accountstatus", "enabled", "userstatus");
        if (!status.isEmpty())
            value.put(
                    "enabled",
                    !List.of("disabled", "false", "no").contains(status.toLowerCase(Locale.ROOT)));
        String group = first(cells, "useridentitygroups", "identitygroups", "usergroups");
        if (!group.isEmpty()) value.put("group", group.split("[|;]")[0].replaceFirst(".*:", ""));
        String password = first(cells, "password", "loginpassword");
        if (first(cells, "ispasswordencrypted").equalsIgnoreCase("true"))
            problems.add(
                    new FieldProblem(
                            "Password",
                            "",
                            "is encrypted with ISE's own key",
                            "empty the cell and set the password after the import"));
        else if (!password.isEmpty())
            value.putObject("password").put("storage", "reversible").put("value", password);
        String name = first(cells, "username");
        return new Item(line.number(), "user", name, value, problems);
    }

    private static String first(Map<String, String> cells, String... names) {
        for (String name : names) {
            String value = cells.get(name);
            if (value != null && !value.isEmpty()) return value;
        }
        return "";
    }

    private static String plain(String header) {
        return header.replaceFirst(":.*", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }
}
