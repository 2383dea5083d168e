package io.flexaaa.server.certificate.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.certificate.Authority;
import io.flexaaa.server.certificate.AuthorityService;
import io.flexaaa.server.certificate.AuthorityWrite;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.ProblemException;
import io.flexaaa.server.web.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Authorities. */
@RestController
@RequestMapping(path = "/api/v1/authorities", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "certificates")
class AuthorityController {
    private static final String KIND = "authority";
    private final AuthorityService authorities;
    private final AuditLog audit;

    AuthorityController(AuthorityService authorities, AuditLog audit) {
        this.authorities = authorities;
        this.audit = audit;
    }

    /** A revocation list: PEM text, or DER in base64. */
    record CrlBody(@Nullable String crl) {}

    @GetMapping
    @Operation(operationId = "listAuthorities", summary = "Certificate authorities by name")
    @RequiresPermission(Permission.CERTIFICATES_READ)
    Page<Authority> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return authorities.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getAuthority", summary = "One authority; its version is the ETag")
    @RequiresPermission(Permission.CERTIFICATES_READ)
    ResponseEntity<Authority> get(@PathVariable String name) {
        Authority found = authorities.get(name);
        return Versions.answer(found, found.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putAuthority",
            summary = "Make an authority here, import one with certificatePem, or change one")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    ResponseEntity<Authority> put(
            @PathVariable String name,
            @RequestBody AuthorityWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Long expected = Versions.expected(ifMatch);
        Authority before = existing(name);
        Authority after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> authorities.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .body(after);
    }

    @PostMapping("/{name}/crl")
    @Operation(
            operationId = "uploadCrl",
            summary = "Bring an imported authority's revocation list by hand")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    Authority crl(@PathVariable String name, @RequestBody CrlBody body, Actor actor) {
        String text = body.crl();
        if (text == null || text.isBlank()) {
            throw ProblemException.invalid(
                    "crl", "", "is missing", "send PEM text, or DER in base64");
        }
        byte[] octets = octets(text);
        return audit.change(
                actor, "upload-crl", KIND, name, null, () -> authorities.uploadCrl(name, octets));
    }

    private static byte[] octets(String text) {
        if (text.contains("-----BEGIN")) return text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid(
                    "crl", "", "is neither PEM nor base64", "encode the file: base64 -w0");
        }
    }

    @DeleteMapping("/{name}")
    @Operation(
            operationId = "deleteAuthority",
            summary = "Delete an authority that issued nothing here")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        Authority before = authorities.get(name);
        audit.deletion(actor, KIND, name, before, () -> authorities.delete(name));
        return ResponseEntity.noContent().build();
    }

    private @Nullable Authority existing(String name) {
        try {
            return authorities.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
