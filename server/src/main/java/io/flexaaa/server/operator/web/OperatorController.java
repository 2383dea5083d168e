package io.flexaaa.server.operator.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.operator.LastAdminException;
import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.PasswordRules;
import io.flexaaa.server.operator.Role;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.ProblemException;
import io.flexaaa.server.web.Versions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Accounts and their roles. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "operators")
class OperatorController {
    private final OperatorService operators;

    OperatorController(OperatorService operators) {
        this.operators = operators;
    }

    record OperatorView(
            String name,
            String role,
            boolean enabled,
            boolean oidc,
            @Nullable Instant lastSignInAt,
            Instant passwordSetAt,
            long version,
            Instant createdAt,
            Instant updatedAt) {
        static OperatorView of(Operator o) {
            return new OperatorView(
                    o.name(),
                    o.role().code(),
                    o.enabled(),
                    o.oidc(),
                    o.lastSignInAt(),
                    o.passwordSetAt(),
                    o.version(),
                    o.createdAt(),
                    o.updatedAt());
        }
    }

    record OperatorCreate(String name, String role, String password) {
        @Override
        public String toString() {
            return "OperatorCreate[name=" + name + ", role=" + role + "]";
        }
    }

    record OperatorUpdate(String role, boolean enabled) {}

    record PasswordChange(String current, String replacement) {
        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record PasswordReset(String password) {
        @Override
        public String toString() {
            return "PasswordReset[]";
        }
    }

    /** One line of the permission matrix. */
    record RoleView(String name, List<String> permissions) {}

    @GetMapping("/roles")
    @Operation(operationId = "listRoles", summary = "Roles and what each may do")
    @RequiresPermission(Permission.SIGNED_IN)
    List<RoleView> roles() {
        return Arrays.stream(Role.values())
                .map(r ->
                        new RoleView(
                                r.code(), r.permissions().stream().map(Permission::code).toList()))
                .toList();
    }

    @GetMapping("/operators")
    @Operation(operationId = "listOperators", summary = "All accounts")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    Page<OperatorView> list() {
        List<OperatorView> all = operators.all().stream().map(OperatorView::of).toList();
        return new Page<>(all, null, (long) all.size());
    }

    @GetMapping("/operators/{name}")
    @Operation(operationId = "getOperator", summary = "One account")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<OperatorView> get(@PathVariable String name) {
        Operator operator = find(name);
        return Versions.answer(OperatorView.of(operator), operator.version());
    }

    @PostMapping("/operators")
    @Operation(operationId = "createOperator", summary = "Make an account")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<OperatorView> create(@RequestBody OperatorCreate body, Actor actor) {
        Check check = new Check();
        check.require(
                body.name() != null && body.name().matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}"),
                "name",
                body.name(),
                "is no account name",
                "1 to 64 of letters, digits, dot, underscore, at sign and hyphen");
        Role role = role(body.role(), check);
        checkPassword(body.name() == null ? "" : body.name(), body.password(), check);
        check.done();
        if (operators.byName(body.name()).isPresent())
            throw new Problem.Conflict(
                    "EXISTS",
                    "operator " + body.name() + " exists; change it or pick another name");
        Operator made = operators.create(actor, body.name(), role, body.password());
        return ResponseEntity.status(HttpStatus.CREATED)
                .eTag("\"" + made.version() + "\"")
                .body(OperatorView.of(made));
    }

    @PutMapping("/operators/{name}")
    @Operation(operationId = "updateOperator", summary = "Change role and state")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<OperatorView> update(
            @PathVariable String name,
            @RequestBody OperatorUpdate body,
            @RequestHeader(value = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Actor actor) {
        Operator before = find(name);
        Long expected = Versions.expected(ifMatch);
        if (expected != null && expected != before.version())
            throw new Problem.StaleVersion("operator", name, OperatorView.of(before));
        Check check = new Check();
        Role role = role(body.role(), check);
        check.done();
        try {
            Operator after = operators.update(actor, before, role, body.enabled());
            return Versions.answer(OperatorView.of(after), after.version());
        } catch (LastAdminException e) {
            throw new Problem.Conflict("LAST_ADMIN", String.valueOf(e.getMessage()));
        }
    }

    @DeleteMapping("/operators/{name}")
    @Operation(operationId = "deleteOperator", summary = "Delete an account and its tokens")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<Void> delete(@PathVariable String name, Actor actor) {
        try {
            operators.delete(actor, find(name));
            return ResponseEntity.noContent().build();
        } catch (LastAdminException e) {
            throw new Problem.Conflict("LAST_ADMIN", String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/operators/{name}/password")
    @Operation(operationId = "resetPassword", summary = "Set another operator's password")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<Void> resetPassword(
            @PathVariable String name, @RequestBody PasswordReset body, Actor actor) {
        Operator operator = find(name);
        Check check = new Check();
        checkPassword(name, body.password(), check);
        check.done();
        operators.setPassword(actor, operator, body.password(), null);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/operators/me/password")
    @Operation(operationId = "changeOwnPassword", summary = "Change one's own password")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> changePassword(
            @RequestBody PasswordChange body, Actor actor, HttpServletRequest request) {
        if (actor.kind() != Actor.Kind.SESSION)
            throw new ProblemException(TokenController.needsSession());
        Check check = new Check();
        check.require(
                body.current() != null && operators.passwordMatches(actor.name(), body.current()),
                "current",
                "",
                "is not the present password",
                "type the password you signed in with");
        checkPassword(actor.name(), body.replacement(), check);
        check.done();
        operators.setPassword(
                actor, find(actor.name()), body.replacement(), Credentials.session(request));
        return ResponseEntity.noContent().build();
    }

    private Operator find(String name) {
        return operators.byName(name).orElseThrow(() -> new Problem.NotFound("operator", name));
    }

    private static Role role(@Nullable String code, Check check) {
        Role role = code == null ? null : Role.ofCode(code).orElse(null);
        check.require(
                role != null,
                "role",
                code,
                "is no role",
                Arrays.stream(Role.values())
                        .map(Role::code)
                        .collect(Collectors.joining(", ", "one of ", "")));
        // AUDITOR is never used: done() throws first when the role is unknown.
        return role == null ? Role.AUDITOR : role;
    }

    private static void checkPassword(String account, @Nullable String password, Check check) {
        String problem = password == null ? "is missing" : PasswordRules.problem(account, password);
        check.require(
                problem == null,
                "password",
                null,
                problem == null ? "" : problem,
                "use at least " + PasswordRules.MIN + " characters, such as four random words");
    }
}
