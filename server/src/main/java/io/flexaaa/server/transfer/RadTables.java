package io.flexaaa.server.transfer;

import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * FreeRADIUS's tables radcheck, radreply, radgroupreply and radusergroup from an SQL dump: INSERT
 * statements of MySQL or PostgreSQL, or PostgreSQL's COPY blocks.
 */
@Component
class RadTables {
    private static final Pattern INSERT =
            Pattern.compile(
                    "insert\\s+into\\s+[`\"]?(?:public\\.)?(rad\\w+)[`\"]?\\s*(?:\\(([^)]*)\\))?\\s*values\\s*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern COPY =
            Pattern.compile(
                    "copy\\s+(?:public\\.)?(rad\\w+)\\s*\\(([^)]*)\\)\\s+from\\s+stdin;\\s*\\n",
                    Pattern.CASE_INSENSITIVE);
    private final WriteJson writes;

    RadTables(WriteJson writes) {
        this.writes = writes;
    }

    private record Row(int line, String table, Map<String, String> cells) {
        String cell(String name) {
            String value = cells.get(name);
            return value == null ? "" : value;
        }
    }

    List<Item> read(String text) {
        List<Row> rows = new ArrayList<>();
        Matcher copy = COPY.matcher(text);
        while (copy.find()) {
            int line = lineOf(text, copy.end());
            for (String one : text.substring(copy.end()).split("\n", -1)) {
                if (one.equals("\\.") || one.isEmpty()) break;
                rows.add(row(line++, copy.group(1), copy.group(2), List.of(one.split("\t", -1))));
            }
        }
        Matcher insert = INSERT.matcher(text);
        while (insert.find()) inserts(text, insert, rows);
        if (rows.isEmpty())
            throw Formats.unreadable(
                    1,
                    "has no INSERT or COPY of radcheck, radreply or radgroupreply",
                    "dump those tables with their data");
        return items(rows);
    }

    private void inserts(String text, Matcher insert, List<Row> rows) {
        String columns =
                insert.group(2) != null
                        ? insert.group(2)
                        : insert.group(1).equalsIgnoreCase("radusergroup")
                                ? "username,groupname,priority"
                                : "id,"
                                        + (insert.group(1)
                                                        .toLowerCase(Locale.ROOT)
                                                        .contains("group")
                                                ? "groupname"
                                                : "username")
                                        + ",attribute,op,value";
        int at = insert.end();
        while (at < text.length() && text.charAt(at) == '(') {
            int line = lineOf(text, at);
            List<String> values = new ArrayList<>();
            at = tuple(text, at + 1, values, line);
            rows.add(row(line, insert.group(1), columns, values));
            while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) at++;
        }
    }

    private static int tuple(String text, int from, List<String> values, int line) {
        StringBuilder value = new StringBuilder();
        int i = from;
        boolean quoted = false;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\' && i + 1 < text.length()) value.append(text.charAt(++i));
                else if (c != '\'') value.append(c);
                else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
                    value.append('\'');
                    i++;
                } else quoted = false;
            } else if (c == '\'') quoted = true;
            else if (c == ',' || c == ')') {
                values.add(value.toString());
                value.setLength(0);
                if (c == ')') return i + 1;
            } else if (c > ' ') value.append(c);
        }
        throw Formats.unreadable(line, "has a tuple that does not end", "send the whole dump");
    }

    private static Row row(int line, String table, String columns, List<String> values) {
        String[] names = columns.split(",");
        if (names.length != values.size())
            throw Formats.unreadable(
                    line,
                    "has " + values.size() + " values for " + names.length + " columns",
                    "dump the table anew");
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++)
            cells.put(
                    names[i].strip().replaceAll("[`\"]", "").toLowerCase(Locale.ROOT),
                    values.get(i));
        return new Row(line, table.toLowerCase(Locale.ROOT), cells);
    }

    private List<Item> items(List<Row> rows) {
        Map<String, RadiusProfile> people = new LinkedHashMap<>();
        Map<String, RadiusProfile> groups = new LinkedHashMap<>();
        Map<String, Row> memberships = new LinkedHashMap<>();
        for (Row row : rows) {
            String attribute = row.cell("attribute");
            String op = row.cell("op").isEmpty() ? "=" : row.cell("op");
            String value = row.cell("value");
            switch (row.table()) {
                case "radcheck" -> profile(people, row, "username").check(attribute, op, value);
                case "radreply" -> profile(people, row, "username").reply(attribute, op, value);
                case "radgroupreply" ->
                        profile(groups, row, "groupname").reply(attribute, op, value);
                case "radgroupcheck" ->
                        profile(groups, row, "groupname").check(attribute, op, value);
                case "radusergroup" -> memberships.putIfAbsent(row.cell("username"), row);
                default -> {
                    // radacct, radpostauth and others are no configuration.
                }
            }
        }
        List<Item> items = new ArrayList<>();
        groups.values().forEach(g -> items.add(g.item()));
        for (RadiusProfile one : people.values()) {
            Item item = one.item();
            Row member = memberships.get(item.name());
            if (member != null && item.kind().equals("group"))
                item = new Item(item.line(), "peer", item.name(), item.value(), item.problems());
            if (member != null) item.value().put("group", member.cell("groupname"));
            items.add(item);
        }
        return items;
    }

    private RadiusProfile profile(Map<String, RadiusProfile> all, Row row, String key) {
        return all.computeIfAbsent(
                row.cell(key), name -> new RadiusProfile(name, row.line(), writes.object()));
    }

    private static int lineOf(String text, int at) {
        return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
