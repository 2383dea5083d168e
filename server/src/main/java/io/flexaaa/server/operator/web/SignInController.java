package io.flexaaa.server.operator.web;

import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.operator.Identity;
import io.flexaaa.server.operator.OidcProperties;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.SignInResult;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Signing in and out of the console. */
@RestController
@RequestMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "session")
class SignInController {
    private final OperatorService operators;
    private final OidcProperties oidc;

    SignInController(OperatorService operators, OidcProperties oidc) {
        this.operators = operators;
        this.oidc = oidc;
    }

    /**
     * @param oidc null where no OpenID provider is set
     */
    record Methods(boolean password, boolean passkey, @Nullable OidcMethod oidc) {}

    /**
     * @param url where the browser goes; it comes back signed in, or to {@code /?signin=CODE}
     */
    record OidcMethod(String label, String url) {}

    @GetMapping("/methods")
    @Operation(operationId = "signInMethods", summary = "Ways to sign in here")
    @RequiresPermission(Permission.ANYONE)
    Methods methods() {
        return new Methods(
                true,
                true,
                oidc.enabled() ? new OidcMethod(oidc.label(), OidcController.BEGIN) : null);
    }

    record SignIn(String username, String password, @Nullable String code) {
        @Override
        public String toString() {
            return "SignIn[username=" + username + "]";
        }
    }

    record SignedIn(Me operator) {}

    /** Who is signed in, and what they may do. */
    record Me(String name, String role, List<String> permissions) {}

    @NoDryRun("it opens a session")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "signIn", summary = "Sign in; sets the session cookie")
    @RequiresPermission(Permission.ANYONE)
    SignedIn signIn(
            @RequestBody SignIn body, HttpServletRequest request, HttpServletResponse response) {
        if (body.username() == null || body.password() == null)
            throw ProblemException.invalid(
                    body.username() == null ? "username" : "password",
                    "",
                    "is missing",
                    "send username and password");
        return switch (operators.signIn(
                body.username(), body.password(), body.code(), request.getRemoteAddr())) {
            case SignInResult.SignedIn(var token, var identity) -> {
                SessionCookies.signedIn(request, response, token);
                yield signedIn(identity);
            }
            case SignInResult.Refused() ->
                    throw new ProblemException(
                            ProblemBody.of(
                                    HttpStatus.UNAUTHORIZED,
                                    "SIGN_IN_REFUSED",
                                    "user name, password or code is wrong, or the account is"
                                            + " disabled"));
            case SignInResult.CodeNeeded() ->
                    throw new ProblemException(
                            ProblemBody.of(
                                    HttpStatus.UNAUTHORIZED,
                                    "CODE_NEEDED",
                                    "this account has a second factor; send its code of this"
                                            + " moment, or a recovery code, as code"));
            case SignInResult.TooMany(var wait) ->
                    throw new ProblemException(
                            ProblemBody.of(
                                    HttpStatus.TOO_MANY_REQUESTS,
                                    "TOO_MANY_SIGN_INS",
                                    "too many failed sign-ins for this account from this address;"
                                            + " try again in "
                                            + seconds(wait)
                                            + " s"),
                            Map.of(HttpHeaders.RETRY_AFTER, String.valueOf(seconds(wait))));
        };
    }

    @GetMapping
    @Operation(operationId = "currentSession", summary = "Who is signed in")
    @RequiresPermission(Permission.SIGNED_IN)
    SignedIn current(Identity identity) {
        return signedIn(identity);
    }

    @NoDryRun("it ends the session")
    @DeleteMapping
    @Operation(operationId = "signOut", summary = "Sign out; the cookie is worthless afterwards")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        String token = Credentials.session(request);
        if (token != null) operators.signOut(token);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookies.expired(request))
                .build();
    }

    static SignedIn signedIn(Identity identity) {
        return new SignedIn(
                new Me(
                        identity.actor().name(),
                        identity.role().code(),
                        identity.permissions().stream().map(Permission::code).toList()));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, (wait.toMillis() + 999) / 1000);
    }
}
