package io.flexaaa.server.certificate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Row of certificate. Only this module reads or writes it. */
@Entity
@Table(name = "certificate")
public class CertificateEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "authority_id")
    private @Nullable Long authorityId;

    private String serial = "";

    private String purpose = "";

    private String subject = "";

    private String names = "";

    private byte[] certificate = {};

    private byte[] chain = {};

    @Column(name = "key_sealed")
    private byte @Nullable [] keySealed;

    @Column(name = "not_before")
    private Instant notBefore = Instant.EPOCH;

    @Column(name = "not_after")
    private Instant notAfter = Instant.EPOCH;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "revocation_reason")
    private @Nullable String revocationReason;

    @Column(name = "created_at")
    private Instant createdAt = Instant.EPOCH;

    @Version private long version;

    protected CertificateEntity() {}

    /** The certificate as it was signed; what can be searched is copied beside it. */
    public CertificateEntity(
            @Nullable Long authorityId,
            String purpose,
            String serial,
            String subject,
            String names,
            byte[] certificate,
            byte[] chain,
            Instant notBefore,
            Instant notAfter,
            Instant now) {
        this.authorityId = authorityId;
        this.purpose = purpose;
        this.serial = serial;
        this.subject = subject;
        this.names = names;
        this.certificate = certificate;
        this.chain = chain;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.createdAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("certificate is not stored yet");
        return id;
    }

    public @Nullable Long authorityId() {
        return authorityId;
    }

    public String serial() {
        return serial;
    }

    public String purpose() {
        return purpose;
    }

    public String subject() {
        return subject;
    }

    public String names() {
        return names;
    }

    public byte[] certificate() {
        return certificate;
    }

    public byte[] chain() {
        return chain;
    }

    public byte @Nullable [] keySealed() {
        return keySealed;
    }

    public void setKeySealed(byte @Nullable [] value) {
        this.keySealed = value;
    }

    public Instant notBefore() {
        return notBefore;
    }

    public Instant notAfter() {
        return notAfter;
    }

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    public void setRevokedAt(@Nullable Instant value) {
        this.revokedAt = value;
    }

    public @Nullable String revocationReason() {
        return revocationReason;
    }

    public void setRevocationReason(@Nullable String value) {
        this.revocationReason = value;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public long version() {
        return version;
    }
}
