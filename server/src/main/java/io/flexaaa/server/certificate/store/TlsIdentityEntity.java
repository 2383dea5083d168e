package io.flexaaa.server.certificate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import java.time.Instant;

/** Which certificate a TLS listener shows. Only this module reads or writes it. */
@Entity
@Table(name = "tls_identity")
public class TlsIdentityEntity {

    @Id
    @Column(name = "use")
    private String use = "";

    @Column(name = "certificate_id")
    private long certificateId;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected TlsIdentityEntity() {}

    public TlsIdentityEntity(String use, long certificateId, Instant now) {
        this.use = use;
        this.certificateId = certificateId;
        this.updatedAt = now;
    }

    public String use() {
        return use;
    }

    public long certificateId() {
        return certificateId;
    }

    public void setCertificateId(long value) {
        this.certificateId = value;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public void setUpdatedAt(Instant value) {
        this.updatedAt = value;
    }
}
