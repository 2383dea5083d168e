package io.flexaaa.server.user.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.identity.AvPairChecks;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.user.TotpEnrolment;
import io.flexaaa.server.user.User;
import io.flexaaa.server.user.UserService;
import io.flexaaa.server.user.UserWrite;
import io.flexaaa.server.web.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
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

import java.util.List;
import java.util.Map;

/** People who log in. */
@RestController
@RequestMapping(path = "/api/v1/users", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "users")
class UserController {
    private static final String KIND = "user";
    private final UserService users;
    private final AuditLog audit;

    UserController(UserService users, AuditLog audit) {
        this.users = users;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listUsers", summary = "Users by name")
    @RequiresPermission(Permission.USERS_READ)
    Page<User> list(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return users.list(new PageRequest(limit, after, q));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getUser", summary = "One user; its version is the ETag")
    @RequiresPermission(Permission.USERS_READ)
    ResponseEntity<User> get(@PathVariable String name) {
        User user = users.get(name);
        return Versions.answer(user, user.version());
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putUser",
            summary =
                    "Create or replace a user; without password the one in force stays. Storage"
                        + " hash (Argon2id) serves PAP and whatever hands over the password; CHAP,"
                        + " MS-CHAPv2, EAP-MD5 and EAP-MSCHAPv2 need storage reversible")
    @RequiresPermission(Permission.USERS_WRITE)
    ResponseEntity<User> put(
            @PathVariable String name,
            @RequestBody UserWrite body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        List<String> warnings = AvPairChecks.warnings(body.avPairs());
        Long expected = Versions.expected(ifMatch);
        User before = existing(name);
        User after =
                audit.change(
                        actor,
                        before == null ? "create" : "update",
                        KIND,
                        name,
                        before,
                        () -> users.put(name, body, expected));
        return ResponseEntity.status(before == null ? 201 : 200)
                .eTag("\"" + after.version() + "\"")
                .headers(h -> warnings.forEach(w -> h.add(AvPairChecks.WARNING_HEADER, w)))
                .body(after);
    }

    @DeleteMapping("/{name}")
    @Operation(operationId = "deleteUser", summary = "Delete a user")
    @RequiresPermission(Permission.USERS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        User before = users.get(name);
        audit.deletion(actor, KIND, name, before, () -> users.delete(name));
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{name}/totp:enroll")
    @Operation(
            operationId = "enrollTotp",
            summary = "A new second factor, in force at once; its otpauth URI is shown once")
    @RequiresPermission(Permission.USERS_WRITE)
    ResponseEntity<TotpEnrolment> enrol(@PathVariable String name, Actor actor) {
        TotpEnrolment enrolment = users.enrolTotp(name);
        audit.note(actor, "enroll-totp", KIND, name, Map.of());
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(enrolment);
    }

    @PostMapping("/{name}/totp:disable")
    @Operation(operationId = "disableTotp", summary = "Ask this user for no one-time code any more")
    @RequiresPermission(Permission.USERS_WRITE)
    ResponseEntity<User> disable(@PathVariable String name, Actor actor) {
        User user = users.disableTotp(name);
        audit.note(actor, "disable-totp", KIND, name, Map.of());
        return Versions.answer(user, user.version());
    }

    @PostMapping("/{name}/lock:release")
    @Operation(operationId = "unlockUser", summary = "End the lock that failed logins caused")
    @RequiresPermission(Permission.USERS_WRITE)
    ResponseEntity<User> unlock(@PathVariable String name, Actor actor) {
        User user = users.unlock(name);
        audit.note(actor, "unlock", KIND, name, Map.of());
        return Versions.answer(user, user.version());
    }

    private @Nullable User existing(String name) {
        try {
            return users.get(name);
        } catch (Problem.NotFound _) {
            return null;
        }
    }
}
