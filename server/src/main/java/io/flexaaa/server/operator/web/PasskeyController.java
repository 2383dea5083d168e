package io.flexaaa.server.operator.web;

import com.webauthn4j.util.exception.WebAuthnException;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.Passkey;
import io.flexaaa.server.operator.Passkeys;
import io.flexaaa.server.operator.Passkeys.Begun;
import io.flexaaa.server.operator.Passkeys.Site;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.ProblemBody;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Passkeys: an operator's own, signing in with one, and taking away those of who lost them. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "passkeys")
class PasskeyController {
    private static final String COOKIE_PATH = "/api/v1";
    private final OperatorService operators;
    private final Passkeys passkeys;
    private final ConsoleUrl console;

    PasskeyController(OperatorService operators, Passkeys passkeys, ConsoleUrl console) {
        this.operators = operators;
        this.passkeys = passkeys;
        this.console = console;
    }

    /** What navigator.credentials wants, as the WebAuthn specification writes it in JSON. */
    record PasskeyOptions(Map<String, Object> publicKey) {}

    /** What navigator.credentials gave, by its toJSON(). */
    record PasskeyAnswer(@Nullable Map<String, Object> credential) {
        @Override
        public String toString() {
            return "PasskeyAnswer[]";
        }
    }

    record PasskeyNew(@Nullable String label, @Nullable Map<String, Object> credential) {}

    record PasskeyLabel(@Nullable String label) {}

    // Signing in ---------------------------------------------------------------------------------

    @NoDryRun("it begins a sign-in")
    @PostMapping(path = "/session/passkey:options", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "beginPasskeySignIn", summary = "Begin a sign-in with a passkey")
    @RequiresPermission(Permission.ANYONE)
    ResponseEntity<PasskeyOptions> beginSignIn(
            HttpServletRequest request, HttpServletResponse response) {
        return begun(passkeys.beginSignIn(site()), request, response);
    }

    @NoDryRun("it opens a session")
    @PostMapping(path = "/session/passkey", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "signInWithPasskey",
            summary = "Sign in with what the passkey signed; sets the session cookie")
    @RequiresPermission(Permission.ANYONE)
    SignInController.SignedIn signIn(
            @RequestBody PasskeyAnswer body,
            HttpServletRequest request,
            HttpServletResponse response) {
        String json = credential(body.credential());
        String handle = handle(request, response);
        var signedIn =
                checked(() -> passkeys.prove(site(), handle, json))
                        .flatMap(operators::byName)
                        .flatMap(
                                who -> operators.signInByPasskey(who.id(), request.getRemoteAddr()))
                        .orElseThrow(() -> new ProblemException(refused()));
        SessionCookies.signedIn(request, response, signedIn.token());
        return SignInController.signedIn(signedIn.identity());
    }

    // One's own ----------------------------------------------------------------------------------

    @GetMapping("/operators/me/passkeys")
    @Operation(operationId = "listPasskeys", summary = "One's own passkeys")
    @RequiresPermission(Permission.SIGNED_IN)
    Page<Passkey> list(Actor actor) {
        List<Passkey> all = passkeys.of(actor.operatorId());
        return new Page<>(all, null, (long) all.size());
    }

    @NoDryRun("it begins a registration")
    @PostMapping("/operators/me/passkeys:options")
    @Operation(operationId = "beginPasskey", summary = "Begin to register a passkey")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<PasskeyOptions> begin(
            Actor actor, HttpServletRequest request, HttpServletResponse response) {
        return begun(passkeys.beginRegistration(site(), own(actor)), request, response);
    }

    @NoDryRun("a registration can be tried once")
    @PostMapping("/operators/me/passkeys")
    @Operation(operationId = "registerPasskey", summary = "Keep the passkey that was made")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Passkey> register(
            @RequestBody PasskeyNew body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        Operator operator = own(actor);
        String label = label(body.label());
        String json = credential(body.credential());
        String handle = handle(request, response);
        Passkey made =
                checked(() -> passkeys.register(actor, site(), operator, handle, json, label));
        return ResponseEntity.status(HttpStatus.CREATED).body(made);
    }

    @PutMapping("/operators/me/passkeys/{id}")
    @Operation(operationId = "renamePasskey", summary = "Give a passkey another name")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> rename(
            @PathVariable long id, @RequestBody PasskeyLabel body, Actor actor) {
        passkeys.rename(actor, own(actor), id, label(body.label()));
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/operators/me/passkeys/{id}")
    @Operation(operationId = "removePasskey", summary = "Remove one of one's own passkeys")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> remove(@PathVariable long id, Actor actor) {
        passkeys.remove(actor, own(actor), id);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/operators/{name}/passkeys")
    @Operation(
            operationId = "removePasskeys",
            summary = "Remove all passkeys of who lost the device")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<Void> removeAll(@PathVariable String name, Actor actor) {
        Operator operator =
                operators.byName(name).orElseThrow(() -> new Problem.NotFound("operator", name));
        passkeys.removeAll(actor, operator);
        return ResponseEntity.noContent().build();
    }

    // Helpers ------------------------------------------------------------------------------------

    private Site site() {
        return new Site(console.origin(), console.host());
    }

    @SuppressWarnings("unchecked") // A JSON object is such a map.
    private static ResponseEntity<PasskeyOptions> begun(
            Begun begun, HttpServletRequest request, HttpServletResponse response) {
        SessionCookies.begun(request, response, begun.handle(), COOKIE_PATH, "Strict");
        Map<String, Object> options = JsonMapper.shared().readValue(begun.options(), Map.class);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new PasskeyOptions(options));
    }

    private static String handle(HttpServletRequest request, HttpServletResponse response) {
        String handle = SessionCookies.handle(request);
        SessionCookies.begun(request, response, "", COOKIE_PATH, "Strict");
        return handle == null ? "" : handle;
    }

    private static String credential(@Nullable Map<String, Object> credential) {
        Check check = new Check();
        check.require(
                credential != null && !credential.isEmpty(),
                "credential",
                null,
                "is missing",
                "send what navigator.credentials gave, by its toJSON()");
        check.done();
        return JsonMapper.shared().writeValueAsString(credential);
    }

    private static String label(@Nullable String label) {
        String text = label == null ? "" : label.strip();
        Check check = new Check();
        check.require(
                !text.isEmpty() && text.length() <= 100,
                "label",
                text.length() > 100 ? text.length() + " characters" : "",
                "is no name",
                "say which device it is on, in 1 to 100 characters");
        check.done();
        return text;
    }

    /** The library has an exception for each way in which a credential can be wrong. */
    private static <T> T checked(Supplier<T> ceremony) {
        try {
            return ceremony.get();
        } catch (WebAuthnException | JacksonException | IllegalArgumentException e) {
            throw new ProblemException(refused());
        }
    }

    private static ProblemBody refused() {
        return ProblemBody.of(
                HttpStatus.UNAUTHORIZED,
                "PASSKEY_REFUSED",
                "this passkey is not known here, or its account is disabled; sign in with the"
                        + " password, then look under Profile");
    }

    /** A token must not be able to make itself a way in that outlives it. */
    private Operator own(Actor actor) {
        if (actor.kind() != Actor.Kind.SESSION)
            throw new ProblemException(TokenController.needsSession());
        return operators
                .byName(actor.name())
                .orElseThrow(() -> new Problem.NotFound("operator", actor.name()));
    }
}
