package io.flexaaa.server.transfer.web;

import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.dryrun.OwnDryRun;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.transfer.ImportReport;
import io.flexaaa.server.transfer.ImportService;
import io.flexaaa.server.transfer.ImportService.Caller;
import io.flexaaa.server.transfer.ImportUndo;
import io.flexaaa.server.transfer.TransferService;
import io.flexaaa.server.transfer.TransferService.Secrets;
import io.flexaaa.server.transfer.store.ImportStore;
import io.flexaaa.server.web.Choices;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Import, its undo, and export. What a caller may read or write of each kind decides. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "transfer")
class TransferController {
    private static final String PASSPHRASE = "X-FlexAAA-Passphrase";
    private final TransferService transfer;
    private final ImportService imports;
    private final ImportUndo undo;

    TransferController(TransferService transfer, ImportService imports, ImportUndo undo) {
        this.transfer = transfer;
        this.imports = imports;
        this.undo = undo;
    }

    /** How the rows of a file are applied. */
    enum Mode {
        ATOMIC,
        EACH
    }

    record Undone(int objects) {}

    @PostMapping(path = "/import", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "importFile",
            summary = "Import a file: a verdict for each row; dryRun=true changes nothing",
            description =
                    "format: json (what /export gave), csv (kind names the table),"
                        + " freeradius-users, freeradius-sql (dump of radcheck, radreply, ...),"
                        + " ise-users. mode=atomic (the default) keeps all rows or none, mode=each"
                        + " those without error.")
    @RequiresPermission(Permission.SIGNED_IN)
    @OwnDryRun
    ResponseEntity<ImportReport> read(
            @RequestBody byte[] body,
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(defaultValue = "atomic") String mode,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @RequestHeader(value = PASSPHRASE, required = false) @Nullable String passphrase,
            Identity identity) {
        boolean atomic = Choices.of("mode", mode, Mode.class) != Mode.EACH;
        ImportReport report =
                transfer.read(
                        caller(identity), format, text(body), kind, passphrase, atomic, dryRun);
        boolean nothing = atomic && !dryRun && report.failed() > 0;
        return ResponseEntity.status(nothing ? 422 : 200).body(report);
    }

    @GetMapping(path = "/imports", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listImports", summary = "Imports, newest first")
    @RequiresPermission(Permission.AUDIT_READ)
    Page<ImportStore.Run> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        PageRequest page = new PageRequest(limit, after, null);
        return Page.cut(
                imports.runs(page.afterId(), page.limit() + 1),
                page.limit(),
                run -> String.valueOf(run.id()));
    }

    @PostMapping(path = "/imports/{id}/undo", produces = MediaType.APPLICATION_JSON_VALUE)
    @NoDryRun("it is refused as a whole when anything was changed since")
    @Operation(
            operationId = "undoImport",
            summary = "Put back what an import replaced; refused when it was changed since")
    @RequiresPermission(Permission.SIGNED_IN)
    Undone undo(@PathVariable long id, Identity identity) {
        return new Undone(undo.undo(caller(identity), id));
    }

    @GetMapping("/export")
    @Operation(
            operationId = "exportFile",
            summary = "The configuration as a file: json, csv or freeradius-users",
            description =
                    "secrets=none (the default), sealed (json, by the passphrase in"
                            + " X-FlexAAA-Passphrase) or clear; the latter two need secrets:export"
                            + " and are audited.")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<byte[]> write(
            @RequestParam(defaultValue = "json") String format,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(defaultValue = "none") String secrets,
            @RequestHeader(value = PASSPHRASE, required = false) @Nullable String passphrase,
            Identity identity) {
        Secrets how = Choices.of("secrets", secrets, Secrets.class);
        String text =
                transfer.write(
                        caller(identity),
                        format,
                        kind,
                        how == null ? Secrets.NONE : how,
                        passphrase);
        String extension = format.equals("json") || format.equals("csv") ? "." + format : "";
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"flexaaa-" + format + extension + "\"")
                .contentType(
                        format.equals("json")
                                ? MediaType.APPLICATION_JSON
                                : new MediaType("text", "plain", StandardCharsets.UTF_8))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Caller caller(Identity identity) {
        return new Caller(identity.actor(), identity.permissions());
    }

    private static String text(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            if (text.indexOf('\0') < 0) return text;
            throw bad("holds a NUL", "send text");
        } catch (CharacterCodingException e) {
            throw bad(
                    "is not UTF-8 after octet " + in.position(),
                    "convert it: iconv -f latin1 -t utf-8");
        }
    }

    private static Problem bad(String what, String cure) {
        return ProblemException.invalid("body", "", what, cure);
    }
}
