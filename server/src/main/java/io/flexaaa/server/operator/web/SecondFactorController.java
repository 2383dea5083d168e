package io.flexaaa.server.operator.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.operator.OperatorService;
import io.flexaaa.server.operator.SecondFactor;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** An operator's own second factor; administrators turn off what somebody lost. */
@RestController
@RequestMapping(path = "/api/v1/operators", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "operators")
class SecondFactorController {
    private final OperatorService operators;
    private final SecondFactor factors;

    SecondFactorController(OperatorService operators, SecondFactor factors) {
        this.operators = operators;
        this.factors = factors;
    }

    record FactorState(boolean active) {}

    record Code(String code) {
        @Override
        public String toString() {
            return "Code[]";
        }
    }

    /** One-time passwords for when the device is lost; shown this once. */
    record Recovery(List<String> recoveryCodes) {
        @Override
        public String toString() {
            return "Recovery[]";
        }
    }

    @GetMapping("/me/totp")
    @Operation(operationId = "secondFactor", summary = "Whether one's own second factor is on")
    @RequiresPermission(Permission.SIGNED_IN)
    FactorState state(Actor actor) {
        return new FactorState(factors.active(actor.operatorId()));
    }

    @PostMapping("/me/totp")
    @Operation(
            operationId = "enrolSecondFactor",
            summary = "A new secret for an authenticator; shown once, counts after totp:confirm")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<SecondFactor.Enrolment> enrol(Actor actor) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(factors.enrol(actor, own(actor)));
    }

    @PostMapping("/me/totp:confirm")
    @Operation(
            operationId = "confirmSecondFactor",
            summary = "Turn it on with a first code; the answer holds the recovery codes")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Recovery> confirm(@RequestBody Code body, Actor actor) {
        String code = body.code() == null ? "" : body.code();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Recovery(factors.confirm(actor, own(actor), code)));
    }

    @PostMapping("/me/totp:remove")
    @Operation(
            operationId = "removeOwnSecondFactor",
            summary = "Turn one's own second factor off; takes a code or a recovery code")
    @RequiresPermission(Permission.SIGNED_IN)
    ResponseEntity<Void> removeOwn(@RequestBody Code body, Actor actor) {
        Operator operator = own(actor);
        // An unattended browser must not be enough.
        if (!factors.accepts(operator.id(), body.code() == null ? "" : body.code()))
            throw ProblemException.invalid(
                    "code", "", "is not the code of this moment", "type the next code");
        factors.remove(actor, operator);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/{name}/totp")
    @Operation(
            operationId = "removeSecondFactor",
            summary = "Turn off the second factor of who lost the device")
    @RequiresPermission(Permission.OPERATORS_WRITE)
    ResponseEntity<Void> remove(@PathVariable String name, Actor actor) {
        Operator operator =
                operators.byName(name).orElseThrow(() -> new Problem.NotFound("operator", name));
        factors.remove(actor, operator);
        return ResponseEntity.noContent().build();
    }

    /** A token has no second factor, and must not be able to change that of its owner. */
    private Operator own(Actor actor) {
        if (actor.kind() != Actor.Kind.SESSION)
            throw new ProblemException(TokenController.needsSession());
        return operators
                .byName(actor.name())
                .orElseThrow(() -> new Problem.NotFound("operator", actor.name()));
    }
}
