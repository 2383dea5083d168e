package io.flexaaa.server.certificate.web;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.certificate.Certificate;
import io.flexaaa.server.certificate.CertificateImport;
import io.flexaaa.server.certificate.CertificateOrder;
import io.flexaaa.server.certificate.CertificateRenewal;
import io.flexaaa.server.certificate.CertificateService;
import io.flexaaa.server.certificate.IssuedCertificate;
import io.flexaaa.server.certificate.RevocationReason;
import io.flexaaa.server.listing.Page;
import io.flexaaa.server.listing.PageRequest;
import io.flexaaa.server.permission.Permission;
import io.flexaaa.server.permission.RequiresPermission;
import io.flexaaa.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.Map;

/** Certificates issued or imported here. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "certificates")
class CertificateController {
    private static final String KIND = "certificate";
    private final CertificateService certificates;
    private final AuditLog audit;

    CertificateController(CertificateService certificates, AuditLog audit) {
        this.certificates = certificates;
        this.audit = audit;
    }

    /** Why; unspecified when absent. */
    record Revoke(@Nullable RevocationReason reason) {}

    @GetMapping("/certificates")
    @Operation(operationId = "listCertificates", summary = "Certificates, newest first")
    @RequiresPermission(Permission.CERTIFICATES_READ)
    Page<Certificate> list(
            @RequestParam(required = false) @Nullable String authority,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return certificates.list(authority, new PageRequest(limit, after, q));
    }

    @GetMapping("/certificates/{id}")
    @Operation(operationId = "getCertificate", summary = "One certificate")
    @RequiresPermission(Permission.CERTIFICATES_READ)
    Certificate get(@PathVariable long id) {
        return certificates.get(id);
    }

    @PostMapping("/certificates")
    @Operation(
            operationId = "issueCertificate",
            summary = "Issue a certificate; its key, if made here, is given out this once")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    @Transactional
    ResponseEntity<IssuedCertificate> issue(@RequestBody CertificateOrder body, Actor actor) {
        IssuedCertificate issued = certificates.issue(required(body));
        note(actor, "issue", issued.certificate());
        return ResponseEntity.status(201).body(issued);
    }

    private static CertificateOrder required(CertificateOrder order) {
        @SuppressWarnings("NullAway") // what JSON leaves out is null whatever the type says
        boolean absent = order.purpose() == null;
        if (absent) {
            throw ProblemException.invalid(
                    "purpose", "", "is missing", "one of server, hub, client");
        }
        return order;
    }

    @PostMapping("/certificates:import")
    @Operation(
            operationId = "importCertificate",
            summary = "Import a server certificate with its key, PKCS#12 or PEM")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    @Transactional
    ResponseEntity<Certificate> importServer(@RequestBody CertificateImport body, Actor actor) {
        Certificate imported = certificates.importServer(body);
        note(actor, "import", imported);
        return ResponseEntity.status(201).body(imported);
    }

    @PostMapping("/certificates/{id}:renew")
    @Operation(
            operationId = "renewCertificate",
            summary = "The same names with a new key and term; TLS uses move to it")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    @Transactional
    ResponseEntity<IssuedCertificate> renew(
            @PathVariable long id, @RequestBody CertificateRenewal body, Actor actor) {
        IssuedCertificate issued = certificates.renew(id, body);
        note(actor, "renew", issued.certificate());
        return ResponseEntity.status(201).body(issued);
    }

    @PostMapping("/certificates/{id}:revoke")
    @Operation(
            operationId = "revokeCertificate",
            summary = "Revoke a certificate, for ever; CRL and OCSP say so at once")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    Certificate revoke(@PathVariable long id, @RequestBody Revoke body, Actor actor) {
        RevocationReason reason =
                body.reason() == null ? RevocationReason.UNSPECIFIED : body.reason();
        Certificate before = certificates.get(id);
        return audit.change(
                actor,
                "revoke",
                KIND,
                before.serial(),
                before,
                () -> certificates.revoke(id, reason));
    }

    @DeleteMapping("/certificates/{id}")
    @Operation(operationId = "deleteCertificate", summary = "Delete an imported certificate")
    @RequiresPermission(Permission.CERTIFICATES_WRITE)
    ResponseEntity<Void> delete(@PathVariable long id, Actor actor) {
        Certificate before = certificates.get(id);
        audit.deletion(actor, KIND, before.serial(), before, () -> certificates.delete(id));
        return ResponseEntity.noContent().build();
    }

    /** Never what was given out with it: the file under its passphrase is nobody else's. */
    private void note(Actor actor, String action, Certificate certificate) {
        audit.note(actor, action, KIND, certificate.serial(), Map.of("after", certificate));
    }
}
