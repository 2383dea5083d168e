package io.flexaaa.server.user.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Row of user_account with its ordered AV pairs. */
@Entity
@Table(name = "user_account")
public class UserEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String description = "";
    private boolean enabled = true;

    @Column(name = "group_id")
    private @Nullable Long groupId;

    // Groups are another module's rows; only the name is wanted.
    @Formula("(select g.name from peer_group g where g.id = group_id)")
    private @Nullable String groupName;

    @Column(name = "framed_ip", columnDefinition = "inet")
    @ColumnTransformer(read = "host(framed_ip)", write = "?::inet")
    private @Nullable String framedIp;

    @Column(name = "framed_netmask", columnDefinition = "inet")
    @ColumnTransformer(read = "host(framed_netmask)", write = "?::inet")
    private @Nullable String framedNetmask;

    @Column(name = "framed_pool")
    private @Nullable String framedPool;

    @Column(name = "addr_v6")
    private @Nullable String addrV6;

    @Column(name = "acct_interim_seconds")
    private @Nullable Integer acctInterimSeconds;

    @Column(name = "valid_until")
    private @Nullable Instant validUntil;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Column(name = "password_sealed")
    private byte @Nullable [] passwordSealed;

    @Column(name = "password_set_at")
    private @Nullable Instant passwordSetAt;

    @Column(name = "totp_sealed")
    private byte @Nullable [] totpSealed;

    @Column(name = "totp_enrolled_at")
    private @Nullable Instant totpEnrolledAt;

    @ElementCollection
    @CollectionTable(name = "user_av_pair", joinColumns = @JoinColumn(name = "user_id"))
    @OrderColumn(name = "position")
    @Column(name = "value")
    private List<String> avPairs = new ArrayList<>();

    @Version private long version;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected UserEntity() {}

    public UserEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("user " + name + " is not stored yet");
        return id;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public boolean enabled() {
        return enabled;
    }

    public void setDescription(String text) {
        this.description = text;
    }

    public void setEnabled(boolean on) {
        this.enabled = on;
    }

    public @Nullable String group() {
        return groupName;
    }

    public void setGroup(@Nullable Long id, @Nullable String groupsName) {
        this.groupId = id;
        this.groupName = groupsName;
    }

    public @Nullable Long groupId() {
        return groupId;
    }

    public @Nullable String framedIp() {
        return framedIp;
    }

    public @Nullable String framedNetmask() {
        return framedNetmask;
    }

    public @Nullable String framedPool() {
        return framedPool;
    }

    public @Nullable String addrV6() {
        return addrV6;
    }

    public void setAddressing(
            @Nullable String ip,
            @Nullable String netmask,
            @Nullable String pool,
            @Nullable String v6) {
        this.framedIp = ip;
        this.framedNetmask = netmask;
        this.framedPool = pool;
        this.addrV6 = v6;
    }

    public @Nullable Integer acctInterimSeconds() {
        return acctInterimSeconds;
    }

    public void setAcctInterimSeconds(@Nullable Integer seconds) {
        this.acctInterimSeconds = seconds;
    }

    public @Nullable Instant validUntil() {
        return validUntil;
    }

    public void setValidUntil(@Nullable Instant until) {
        this.validUntil = until;
    }

    public @Nullable String passwordHash() {
        return passwordHash;
    }

    public byte @Nullable [] passwordSealed() {
        return passwordSealed;
    }

    public @Nullable Instant passwordSetAt() {
        return passwordSetAt;
    }

    /** Either form, or neither. */
    public void setPassword(
            @Nullable String hash, byte @Nullable [] sealed, @Nullable Instant setAt) {
        this.passwordHash = hash;
        this.passwordSealed = sealed;
        this.passwordSetAt = setAt;
    }

    public byte @Nullable [] totpSealed() {
        return totpSealed;
    }

    public @Nullable Instant totpEnrolledAt() {
        return totpEnrolledAt;
    }

    public void setTotp(byte @Nullable [] sealed, @Nullable Instant enrolledAt) {
        this.totpSealed = sealed;
        this.totpEnrolledAt = enrolledAt;
    }

    public List<String> avPairs() {
        return avPairs;
    }

    public void setAvPairs(List<String> values) {
        if (avPairs.equals(values)) return;
        avPairs.clear();
        avPairs.addAll(values);
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
