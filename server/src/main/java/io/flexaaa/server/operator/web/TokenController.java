package io.flexaaa.server.operator.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.operator.ApiToken;
import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.operator.TokenService;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** API tokens: everyone's own; who may write operators sees and revokes all. */
@RestController
@RequestMapping(path = "/api/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "tokens")
class TokenController {
    private final TokenService tokens;

    TokenController(TokenService tokens) {
        this.tokens = tokens;
    }

    record TokenView(
            long id,
            String name,
            String owner,
            String prefix,
            List<String> permissions,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        static TokenView of(ApiToken t) {
            return new TokenView(
                    t.id(),
                    t.name(),
                    t.owner(),
                    t.prefix(),
                    t.permissions().stream().map(Permission::code).toList(),
                    t.createdAt(),
                    t.expiresAt(),
                    t.lastUsedAt());
        }
    }

    /** Without permissions the token gets all that its owner has; without expiry it never ends. */
    record TokenCreate(
            String name, @Nullable List<String> permissions, @Nullable Instant expiresAt) {}

    /**
     * @param secret the token; shown this once
     */
    record TokenCreated(TokenView token, String secret) {
        @Override
        public String toString() {
            return "TokenCreated[" + token + "]";
        }
    }

    @GetMapping
    @Operation(operationId = "listTokens", summary = "API tokens, without the tokens themselves")
    @RequiresPermission(Permission.SIGNED_IN)
    Page<TokenView> list(Identity caller) {
        Long owner = seesAll(caller) ? null : caller.actor().operatorId();
        List<TokenView> all = tokens.all(owner).stream().map(TokenView::of).toList();
        return new Page<>(all, null, (long) all.size());
    }

    @PostMapping
    @Operation(operationId = "createToken", summary = "Make a token; the answer shows it once")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<TokenCreated> create(@RequestBody TokenCreate body, Identity caller) {
        // A stolen token must not be able to make itself a longer-lived child.
        if (caller.actor().kind() != Actor.Kind.SESSION) throw new ProblemException(needsSession());
        Check check = new Check();
        check.require(
                body.name() != null && !body.name().isBlank() && body.name().length() <= 100,
                "name",
                body.name(),
                "is no name",
                "say what uses the token, in at most 100 characters");
        check.require(
                body.expiresAt() == null || body.expiresAt().isAfter(Instant.now()),
                "expiresAt",
                body.expiresAt(),
                "is in the past",
                "leave it out or give a later instant");
        Set<Permission> wanted = wanted(body, caller, check);
        check.done();
        var made = tokens.create(caller.actor(), body.name(), wanted, body.expiresAt());
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new TokenCreated(TokenView.of(made.token()), made.secret()));
    }

    @DeleteMapping("/{id}")
    @Operation(operationId = "revokeToken", summary = "Revoke a token at once")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> revoke(@PathVariable long id, Identity caller) {
        ApiToken token =
                tokens.byId(id)
                        .filter(t ->
                                seesAll(caller) || t.operatorId() == caller.actor().operatorId())
                        .orElseThrow(() -> new Problem.NotFound("token", String.valueOf(id)));
        tokens.revoke(caller.actor(), token);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/{id}:rotate")
    @Operation(
            operationId = "rotateToken",
            summary = "A new secret for the same token, shown once; the old one ends at once")
    @RequiresPermission(Permission.SIGNED_IN)
    TokenCreated rotate(@PathVariable long id, Identity caller) {
        if (caller.actor().kind() != Actor.Kind.SESSION) throw new ProblemException(needsSession());
        ApiToken token =
                tokens.byId(id)
                        .filter(t -> t.operatorId() == caller.actor().operatorId())
                        .orElseThrow(() -> new Problem.NotFound("token", String.valueOf(id)));
        var made = tokens.rotate(caller.actor(), token);
        return new TokenCreated(TokenView.of(made.token()), made.secret());
    }

    static ProblemBody needsSession() {
        return ProblemBody.of(
                HttpStatus.FORBIDDEN,
                "SESSION_NEEDED",
                "a token cannot do this; sign in with the password");
    }

    private static boolean seesAll(Identity caller) {
        return caller.permissions().contains(Permission.OPERATORS_WRITE);
    }

    private static Set<Permission> wanted(TokenCreate body, Identity caller, Check check) {
        if (body.permissions() == null) return caller.permissions();
        EnumSet<Permission> wanted = EnumSet.noneOf(Permission.class);
        for (String code : body.permissions()) {
            Permission p = Permission.ofCode(code).orElse(null);
            boolean may = p != null && caller.permissions().contains(p);
            check.require(
                    may,
                    "permissions",
                    code,
                    p == null ? "is no permission" : "is more than your role has",
                    "of yours: "
                            + String.join(
                                    ", ",
                                    caller.permissions().stream().map(Permission::code).toList()));
            if (p != null) wanted.add(p);
        }
        return wanted;
    }
}
