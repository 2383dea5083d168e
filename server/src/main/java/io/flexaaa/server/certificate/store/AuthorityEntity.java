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

/** Row of authority. Only this module reads or writes it. */
@Entity
@Table(name = "authority")
public class AuthorityEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";

    private String description = "";

    private byte[] certificate = {};

    private String fingerprint = "";

    @Column(name = "key_sealed")
    private byte @Nullable [] keySealed;

    private boolean enabled = true;

    @Column(name = "trusted_for")
    private String trustedFor = "";

    @Column(name = "name_mapping")
    private String nameMapping = "";

    @Column(name = "crl_check")
    private String crlCheck = "off";

    @Column(name = "crl_url")
    private @Nullable String crlUrl;

    private byte @Nullable [] crl;

    @Column(name = "crl_checked_at")
    private @Nullable Instant crlCheckedAt;

    @Column(name = "crl_error")
    private @Nullable String crlError;

    @Column(name = "ocsp_check")
    private String ocspCheck = "off";

    @Column(name = "ocsp_url")
    private @Nullable String ocspUrl;

    @Column(name = "created_at")
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    @Version private long version;

    protected AuthorityEntity() {}

    public AuthorityEntity(String name, byte[] certificate, String fingerprint, Instant now) {
        this.name = name;
        this.certificate = certificate;
        this.fingerprint = fingerprint;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("authority is not stored yet");
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public void setDescription(String value) {
        this.description = value;
    }

    public byte[] certificate() {
        return certificate;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public byte @Nullable [] keySealed() {
        return keySealed;
    }

    public void setKeySealed(byte @Nullable [] value) {
        this.keySealed = value;
    }

    public boolean enabled() {
        return enabled;
    }

    public void setEnabled(boolean value) {
        this.enabled = value;
    }

    public String trustedFor() {
        return trustedFor;
    }

    public void setTrustedFor(String value) {
        this.trustedFor = value;
    }

    public String nameMapping() {
        return nameMapping;
    }

    public void setNameMapping(String value) {
        this.nameMapping = value;
    }

    public String crlCheck() {
        return crlCheck;
    }

    public void setCrlCheck(String value) {
        this.crlCheck = value;
    }

    public @Nullable String crlUrl() {
        return crlUrl;
    }

    public void setCrlUrl(@Nullable String value) {
        this.crlUrl = value;
    }

    public byte @Nullable [] crl() {
        return crl;
    }

    public void setCrl(byte @Nullable [] value) {
        this.crl = value;
    }

    public @Nullable Instant crlCheckedAt() {
        return crlCheckedAt;
    }

    public void setCrlCheckedAt(@Nullable Instant value) {
        this.crlCheckedAt = value;
    }

    public @Nullable String crlError() {
        return crlError;
    }

    public void setCrlError(@Nullable String value) {
        this.crlError = value;
    }

    public String ocspCheck() {
        return ocspCheck;
    }

    public void setOcspCheck(String value) {
        this.ocspCheck = value;
    }

    public @Nullable String ocspUrl() {
        return ocspUrl;
    }

    public void setOcspUrl(@Nullable String value) {
        this.ocspUrl = value;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public void setUpdatedAt(Instant value) {
        this.updatedAt = value;
    }

    public long version() {
        return version;
    }
}
