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
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Row of peer_group with its ordered AV pairs. */
@Entity
@Table(name = "peer_group")
public class GroupEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String description = "";

    @Column(name = "framed_pool")
    private @Nullable String framedPool;

    @ElementCollection
    @CollectionTable(name = "group_av_pair", joinColumns = @JoinColumn(name = "group_id"))
    @OrderColumn(name = "position")
    @Column(name = "value")
    private List<String> avPairs = new ArrayList<>();

    @Column(name = "address_pool_id")
    private @Nullable Long addressPoolId;

    @Column(name = "address_pool_v6_id")
    private @Nullable Long addressPoolV6Id;

    /** JSON, as {@code ConditionalSets} writes it. */
    private String conditional = "[]";

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "parent_id")
    private @Nullable GroupEntity parent;

    @Version private long version;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected GroupEntity() {}

    public GroupEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("group " + name + " is not stored yet");
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

    public @Nullable String framedPool() {
        return framedPool;
    }

    public void setFramedPool(@Nullable String pool) {
        this.framedPool = pool;
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

    public @Nullable GroupEntity parent() {
        return parent;
    }

    public void setParent(@Nullable GroupEntity parent) {
        this.parent = parent;
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
