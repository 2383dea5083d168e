package io.flexaaa.server.nas.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Row of nas_client. Only this module reads or writes it. */
@Entity
@Table(name = "nas_client")
public class NasEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String description = "";

    @Column(columnDefinition = "cidr")
    @ColumnTransformer(read = "text(address)", write = "?::cidr")
    private String address = "";

    private String type = "flexvpn";

    @Column(name = "secret_sealed")
    private byte @Nullable [] secretSealed;

    @Column(name = "authorization_password_sealed")
    private byte @Nullable [] authorizationPasswordSealed;

    @Column(name = "require_message_authenticator")
    private boolean requireMessageAuthenticator = true;

    @Column(name = "dynauth_port")
    private int dynAuthPort = 1700;

    @Column(name = "acct_interim_seconds")
    private @Nullable Integer acctInterimSeconds;

    private boolean enabled = true;

    @ElementCollection
    @CollectionTable(name = "nas_value", joinColumns = @JoinColumn(name = "nas_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> values = new HashMap<>();

    @Column(name = "certificate_name")
    private @Nullable String certificateName;

    @Version private long version;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected NasEntity() {}

    public NasEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("NAS " + name + " is not stored yet");
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public void setDescription(String description) {
        this.description = description;
    }

    public String address() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public String type() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    public byte @Nullable [] secretSealed() {
        return secretSealed;
    }

    public void setSecretSealed(byte @Nullable [] sealed) {
        this.secretSealed = sealed;
    }

    public byte @Nullable [] authorizationPasswordSealed() {
        return authorizationPasswordSealed;
    }

    public void setAuthorizationPasswordSealed(byte @Nullable [] sealed) {
        this.authorizationPasswordSealed = sealed;
    }

    public boolean requireMessageAuthenticator() {
        return requireMessageAuthenticator;
    }

    public void setRequireMessageAuthenticator(boolean require) {
        this.requireMessageAuthenticator = require;
    }

    public int dynAuthPort() {
        return dynAuthPort;
    }

    public void setDynAuthPort(int port) {
        this.dynAuthPort = port;
    }

    public @Nullable Integer acctInterimSeconds() {
        return acctInterimSeconds;
    }

    public void setAcctInterimSeconds(@Nullable Integer seconds) {
        this.acctInterimSeconds = seconds;
    }

    public boolean enabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Map<String, String> values() {
        return values;
    }

    public void setValues(Map<String, String> wanted) {
        if (values.equals(wanted)) return;
        values.keySet().retainAll(wanted.keySet());
        values.putAll(wanted);
    }

    public @Nullable String certificateName() {
        return certificateName;
    }

    public void setCertificateName(@Nullable String name) {
        this.certificateName = name;
    }

    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public void touch(Instant now) {
        this.updatedAt = now;
    }
}
