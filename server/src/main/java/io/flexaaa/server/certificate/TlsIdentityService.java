package io.flexaaa.server.certificate;

import io.flexaaa.server.certificate.store.CertificateEntity;
import io.flexaaa.server.certificate.store.TlsIdentityEntity;
import io.flexaaa.server.certificate.store.TlsIdentityRepository;
import io.flexaaa.server.problem.Check;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Which certificate each TLS use shows. */
@Service
public class TlsIdentityService {

    private final TlsIdentityRepository rows;
    private final CertificateService certificates;
    private final Clock clock;

    TlsIdentityService(TlsIdentityRepository rows, CertificateService certificates, Clock clock) {
        this.rows = rows;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<TlsIdentity> list() {
        return Arrays.stream(TlsUse.values()).map(this::get).toList();
    }

    @Transactional(readOnly = true)
    public TlsIdentity get(TlsUse use) {
        return new TlsIdentity(
                use,
                rows.findById(use.code())
                        .map(row -> certificates.get(row.certificateId()))
                        .orElse(null));
    }

    @Transactional
    public TlsIdentity assign(TlsUse use, long certificateId) {
        CertificateEntity certificate = certificates.find(certificateId);
        Instant now = clock.instant();
        new Check()
                .require(
                        certificate.keySealed() != null,
                        "certificateId",
                        certificateId,
                        "is a certificate whose key is not held here",
                        "issue one with purpose server, or import it with its key")
                .require(
                        certificate.revokedAt() == null && now.isBefore(certificate.notAfter()),
                        "certificateId",
                        certificateId,
                        "is revoked or expired",
                        "renew it, or issue a new one")
                .done();
        TlsIdentityEntity row =
                rows.findById(use.code())
                        .orElseGet(() -> new TlsIdentityEntity(use.code(), certificateId, now));
        row.setCertificateId(certificateId);
        row.setUpdatedAt(now);
        rows.saveAndFlush(row);
        return get(use);
    }

    /** The use shows nothing any more: its listener closes. */
    @Transactional
    public void clear(TlsUse use) {
        rows.findById(use.code()).ifPresent(rows::delete);
    }
}
