package io.flexaaa.server.credential.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Row of psk: in force while retiredAt is absent, history afterwards. */
@Entity
@Table(name = "psk")
public class PskEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(name = "peer_id", updatable = false)
    private long peerId;

    private String kind = "symmetric";

    @Column(name = "symmetric_sealed")
    private byte @Nullable [] symmetricSealed;

    @Column(name = "local_sealed")
    private byte @Nullable [] localSealed;

    @Column(name = "remote_sealed")
    private byte @Nullable [] remoteSealed;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "retired_at")
    private @Nullable Instant retiredAt;

    @Column(name = "retired_reason")
    private @Nullable String retiredReason;

    protected PskEntity() {}

    public PskEntity(long peerId, String kind, Instant createdAt, @Nullable Instant expiresAt) {
        this.peerId = peerId;
        this.kind = kind;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("PSK is not stored yet");
        return id;
    }

    public long peerId() {
        return peerId;
    }

    public String kind() {
        return kind;
    }

    public byte @Nullable [] symmetricSealed() {
        return symmetricSealed;
    }

    public byte @Nullable [] localSealed() {
        return localSealed;
    }

    public byte @Nullable [] remoteSealed() {
        return remoteSealed;
    }

    public void setSealed(
            byte @Nullable [] symmetric, byte @Nullable [] local, byte @Nullable [] remote) {
        this.symmetricSealed = symmetric;
        this.localSealed = local;
        this.remoteSealed = remote;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant retiredAt() {
        return retiredAt;
    }

    public void retire(Instant at, String reason) {
        this.retiredAt = at;
        this.retiredReason = reason;
    }

    public @Nullable String retiredReason() {
        return retiredReason;
    }
}
