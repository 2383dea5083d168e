package io.flexaaa.server.certificate.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.certificate.TlsIdentity;
import io.flexaaa.server.certificate.TlsIdentityService;
import io.flexaaa.server.certificate.TlsUse;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.problem.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Which certificate RadSec and EAP show. */
@RestController
@RequestMapping(path = "/api/v1/tls-identities", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "certificates")
class TlsIdentityController {
    private static final String KIND = "tls-identity";
    private final TlsIdentityService identities;
    private final AuditLog audit;

    TlsIdentityController(TlsIdentityService identities, AuditLog audit) {
        this.identities = identities;
        this.audit = audit;
    }

    /** By the certificate's id. */
    record Assignment(long certificateId) {}

    @GetMapping
    @Operation(operationId = "listTlsIdentities", summary = "What RadSec and EAP show")
    @RequiresPermission(Permission.CERTIFICATES_READ)
    List<TlsIdentity> list() {
        return identities.list();
    }

    @PutMapping("/{use}")
    @Operation(
            operationId = "putTlsIdentity",
            summary = "Assign a server certificate to radsec or eap; in force within a second")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    TlsIdentity put(@PathVariable String use, @RequestBody Assignment body, Actor actor) {
        TlsUse of = use(use);
        return audit.change(
                actor,
                "update",
                KIND,
                use,
                identities.get(of),
                () -> identities.assign(of, body.certificateId()));
    }

    @DeleteMapping("/{use}")
    @Operation(operationId = "deleteTlsIdentity", summary = "Show nothing; the listener closes")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    ResponseEntity<Void> delete(@PathVariable String use, Actor actor) {
        TlsUse of = use(use);
        audit.deletion(actor, KIND, use, identities.get(of), () -> identities.clear(of));
        return ResponseEntity.noContent().build();
    }

    private static TlsUse use(String code) {
        return TlsUse.ofCode(code).orElseThrow(() -> new Problem.NotFound("TLS use", code));
    }
}
