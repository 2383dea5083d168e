package io.flexaaa.server.identity.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Row of peer with its ordered AV pairs. */
@Entity
@Table(name = "peer")
public class PeerEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String description = "";
    private boolean enabled = true;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "group_id")
    private @Nullable GroupEntity group;

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

    @ElementCollection
    @CollectionTable(name = "peer_av_pair", joinColumns = @JoinColumn(name = "peer_id"))
    @OrderColumn(name = "position")
    @Column(name = "value")
    private List<String> avPairs = new ArrayList<>();

    @Column(name = "address_pool_id")
    private @Nullable Long addressPoolId;

    @Column(name = "address_pool_v6_id")
    private @Nullable Long addressPoolV6Id;

    /** JSON, as {@code ConditionalSets} writes it. */
    private String conditional = "[]";

    @ElementCollection
    @CollectionTable(name = "peer_value", joinColumns = @JoinColumn(name = "peer_id"))
    @MapKeyColumn(name = "key")
    @Column(name = "value")
    private Map<String, String> values = new HashMap<>();

    @Version private long version;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected PeerEntity() {}

    public PeerEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("peer " + name + " is not stored yet");
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

    public boolean enabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable GroupEntity group() {
        return group;
    }

    public void setGroup(@Nullable GroupEntity group) {
        this.group = group;
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
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String framedPool,
            @Nullable String addrV6) {
        this.framedIp = framedIp;
        this.framedNetmask = framedNetmask;
        this.framedPool = framedPool;
        this.addrV6 = addrV6;
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

    public List<String> avPairs() {
        return avPairs;
    }

    public void setAvPairs(List<String> values) {
        if (avPairs.equals(values)) return;
        avPairs.clear();
        avPairs.addAll(values);
    }

    public @Nullable Long addressPoolId() {
        return addressPoolId;
    }

    public @Nullable Long addressPoolV6Id() {
        return addressPoolV6Id;
    }

    public void setAddressPools(@Nullable Long v4, @Nullable Long v6) {
        this.addressPoolId = v4;
        this.addressPoolV6Id = v6;
    }

    public String conditional() {
        return conditional;
    }

    public void setConditional(String json) {
        this.conditional = json;
    }

    public Map<String, String> values() {
        return values;
    }

    public void setValues(Map<String, String> wanted) {
        if (values.equals(wanted)) return;
        values.keySet().retainAll(wanted.keySet());
        values.putAll(wanted);
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
