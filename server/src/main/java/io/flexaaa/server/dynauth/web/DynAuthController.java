package io.flexaaa.server.dynauth.web;

import io.flexaaa.protocol.avpair.AvPairCatalogue;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.dryrun.NoDryRun;
import io.flexaaa.server.dynauth.DynAuthResult;
import io.flexaaa.server.dynauth.DynAuthService;
import io.flexaaa.server.dynauth.KeyPairs;
import io.flexaaa.server.dynauth.PolicyChange;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.FieldProblem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Disconnect and change of policy, each answered with what the NAS really did. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "dynauth")
class DynAuthController {
    private final DynAuthService dynAuth;

    DynAuthController(DynAuthService dynAuth) {
        this.dynAuth = dynAuth;
    }

    /** AV pairs in the order they are to be applied; none and no timeout is refused. */
    record CoaWrite(@Nullable List<String> avPairs, @Nullable Integer sessionTimeout) {}

    /** Room for later; today it has no fields. */
    record DisconnectWrite() {}

    @NoDryRun("it sends a packet to the hub")
    @PostMapping("/sessions/{id}/disconnect")
    @Operation(
            operationId = "disconnectSession",
            summary = "Send a Disconnect-Request and wait for the Accounting-Stop")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    DynAuthResult disconnect(
            @PathVariable long id,
            @RequestBody(required = false) @Nullable DisconnectWrite body,
            Actor actor) {
        return dynAuth.disconnect(actor, id);
    }

    @NoDryRun("it sends a packet to the hub; POST /avpairs:validate checks AV pairs")
    @PostMapping("/sessions/{id}/coa")
    @Operation(
            operationId = "changeSession",
            summary = "Send a CoA-Request; validate=false sends the AV pairs unchecked")
    @RequiresPermission(Permission.SESSIONS_CONTROL)
    DynAuthResult coa(
            @PathVariable long id,
            @RequestBody CoaWrite body,
            @RequestParam(defaultValue = "true") boolean validate,
            Actor actor) {
        List<String> avPairs = body.avPairs() == null ? List.of() : body.avPairs();
        Check check = new Check();
        check.require(
                !avPairs.isEmpty() || body.sessionTimeout() != null,
                "avPairs",
                "",
                "nothing to change",
                "give AV pairs, such as ip:interface-config=ip mtu 1300, or sessionTimeout");
        check.require(
                body.sessionTimeout() == null || body.sessionTimeout() > 0,
                "sessionTimeout",
                body.sessionTimeout(),
                "is not positive",
                "give seconds; to end the session now, disconnect it");
        KeyPairs.refuse(check, avPairs);
        if (validate) {
            AvPairCatalogue.validate(avPairs).stream()
                    .filter(p -> !p.warning())
                    .forEach(p ->
                            check.add(
                                    new FieldProblem(
                                            "avPairs[" + p.index() + "]",
                                            p.value(),
                                            p.message(),
                                            p.cure())));
        }
        check.done();
        return dynAuth.change(actor, id, new PolicyChange(avPairs, body.sessionTimeout()));
    }

    @GetMapping("/dynauth")
    @Operation(operationId = "listDynAuth", summary = "Disconnects and CoAs sent, newest first")
    @RequiresPermission(Permission.SESSIONS_READ)
    Page<DynAuthResult> log(
            @RequestParam(required = false) @Nullable Long session,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return dynAuth.log(session, new PageRequest(limit, after, null));
    }
}
