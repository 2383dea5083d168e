package io.flexaaa.server.transfer;

import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.problem.FieldProblem;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.transfer.ImportService.Caller;
import io.flexaaa.server.transfer.store.ImportStore;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files in and out. */
@Service
public class TransferService {
    private final Kinds kinds;
    private final Formats formats;
    private final ImportService imports;
    private final WriteJson writes;
    private final JsonFormat json;
    private final CsvFormat csv;
    private final UsersFile usersFile;
    private final AuditLog audit;
    private final ImportStore store;
    private final TransactionTemplate reading;

    TransferService(
            Kinds kinds,
            Formats formats,
            ImportService imports,
            WriteJson writes,
            JsonFormat json,
            CsvFormat csv,
            UsersFile usersFile,
            AuditLog audit,
            ImportStore store,
            PlatformTransactionManager transactions) {
        this.kinds = kinds;
        this.formats = formats;
        this.imports = imports;
        this.writes = writes;
        this.json = json;
        this.csv = csv;
        this.usersFile = usersFile;
        this.audit = audit;
        this.store = store;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /** How secrets leave: not at all, sealed by a passphrase, or in clear by that very word. */
    public enum Secrets {
        NONE,
        SEALED,
        CLEAR
    }

    public ImportReport read(
            Caller caller,
            String format,
            String text,
            @Nullable String kind,
            @Nullable String passphrase,
            boolean atomic,
            boolean dryRun) {
        List<Item> items = formats.read(format, text, kind, passphrase);
        return imports.run(caller, format, items, atomic, dryRun);
    }

    /** As one snapshot: a peer does not come with a group that the export lacks. */
    public String write(
            Caller caller,
            String format,
            @Nullable String kind,
            Secrets secrets,
            @Nullable String passphrase) {
        check(caller, format, secrets, passphrase);
        boolean with = secrets != Secrets.NONE;
        List<TransferKind> wanted =
                switch (format) {
                    case "json" -> kind == null ? readable(caller) : List.of(kinds.of(kind));
                    case "csv" -> List.of(kinds.of(kind == null ? "peer" : kind));
                    case "freeradius-users" -> List.of(kinds.of("group"), kinds.of("peer"));
                    default -> throw Formats.unknown(format);
                };
        for (TransferKind one : wanted)
            if (!caller.permissions().contains(one.read()))
                throw new Problem.Conflict("FORBIDDEN", "missing permission: " + one.read().code());
        // Audited first: no entry, no secrets.
        if (with)
            audit.note(
                    caller.actor(),
                    "export-secrets",
                    "export",
                    format,
                    Map.of("secrets", secrets.name().toLowerCase(java.util.Locale.ROOT)));
        Map<TransferKind, List<ObjectNode>> all = new LinkedHashMap<>();
        reading.executeWithoutResult(_ -> {
            for (TransferKind one : wanted) all.put(one, everything(one, with));
        });
        return switch (format) {
            case "csv" -> csv.write(wanted.getFirst(), all.values().iterator().next(), with);
            case "freeradius-users" ->
                    usersFile.write(
                            all.getOrDefault(kinds.of("group"), List.of()),
                            all.getOrDefault(kinds.of("peer"), List.of()),
                            with);
            default ->
                    json.write(all, secrets.name().toLowerCase(java.util.Locale.ROOT), passphrase);
        };
    }

    private List<TransferKind> readable(Caller caller) {
        return kinds.all().stream().filter(k -> caller.permissions().contains(k.read())).toList();
    }

    private static void check(
            Caller caller, String format, Secrets secrets, @Nullable String passphrase) {
        List<FieldProblem> wrong = new ArrayList<>();
        if (secrets == Secrets.SEALED && (passphrase == null || !format.equals("json")))
            wrong.add(
                    new FieldProblem(
                            "secrets",
                            "sealed",
                            "needs a passphrase and the format json",
                            "send the header X-FlexAAA-Passphrase, or say secrets=clear"));
        if (secrets != Secrets.SEALED && passphrase != null)
            wrong.add(
                    new FieldProblem(
                            "secrets",
                            secrets.name(),
                            "has no use for a passphrase",
                            "say secrets=sealed"));
        if (!wrong.isEmpty()) throw new Problem.Invalid(wrong);
        if (secrets != Secrets.NONE && !caller.permissions().contains(Permission.SECRETS_EXPORT))
            throw new Problem.Invalid(
                    List.of(
                            new FieldProblem(
                                    "secrets",
                                    secrets.name(),
                                    "needs the permission " + Permission.SECRETS_EXPORT.code(),
                                    "leave secrets out, or ask an administrator")));
    }

    private List<ObjectNode> everything(TransferKind kind, boolean secrets) {
        List<ObjectNode> all = new ArrayList<>();
        String after = null;
        do {
            Page<?> page = kind.page(new PageRequest(PageRequest.MAX_LIMIT, after, null));
            for (Object view : page.items()) {
                ObjectNode value = writes.object().put("name", writes.name(view));
                value.setAll(writes.ofView(kind, view));
                if (secrets) kind.addSecrets(view, value);
                store.forgetEntities();
                all.add(value);
            }
            after = page.next();
        } while (after != null);
        return all;
    }
}
