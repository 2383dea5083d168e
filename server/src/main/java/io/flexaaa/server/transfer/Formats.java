package io.flexaaa.server.transfer;

import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;

/** The file formats by name: one row each. */
@Component
class Formats {
    private static final String NAMES =
            "one of json, csv, freeradius-users, freeradius-sql, ise-users";
    private final JsonFormat json;
    private final CsvFormat csv;
    private final UsersFile usersFile;
    private final RadTables radTables;
    private final IseCsv ise;

    Formats(JsonFormat json, CsvFormat csv, UsersFile usersFile, RadTables radTables, IseCsv ise) {
        this.json = json;
        this.csv = csv;
        this.usersFile = usersFile;
        this.radTables = radTables;
        this.ise = ise;
    }

    List<Item> read(
            String format, String text, @Nullable String kind, @Nullable String passphrase) {
        return switch (format) {
            case "json" -> json.read(text, passphrase);
            case "csv" -> csv.read(text, kind);
            case "freeradius-users" -> usersFile.read(text);
            case "freeradius-sql" -> radTables.read(text);
            case "ise-users" -> ise.read(text);
            default -> throw unknown(format);
        };
    }

    static Problem unknown(String format) {
        return new Problem.Invalid(
                List.of(new FieldProblem("format", format, "is no format known here", NAMES)));
    }

    /** The file as a whole cannot be read: nothing is tried. */
    static Problem unreadable(int line, String what, String cure) {
        return new Problem.Invalid(List.of(new FieldProblem("line " + line, "", what, cure)));
    }
}
