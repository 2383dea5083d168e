package io.flexaaa.server.pool.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Row of address_pool; where it stands (next_offset) is the lease store's alone. */
@Entity
@Table(name = "address_pool")
public class PoolEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    private String name = "";
    private String description = "";
    private int family = 4;
    private String ranges = "";
    private String exclusions = "";
    private @Nullable String netmask;

    @Column(name = "prefix_length")
    private @Nullable Integer prefixLength;

    @Column(name = "hold_seconds")
    private int holdSeconds = 3600;

    @Version private long version;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    private Instant updatedAt = Instant.EPOCH;

    protected PoolEntity() {}

    public PoolEntity(String name, Instant now) {
        this.name = name;
        this.createdAt = now;
        this.updatedAt = now;
    }

    public long id() {
        if (id == null) throw new IllegalStateException("pool " + name + " is not stored yet");
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

    public int family() {
        return family;
    }

    public List<String> ranges() {
        return LeaseStore.split(ranges);
    }

    public List<String> exclusions() {
        return LeaseStore.split(exclusions);
    }

    public void setAddresses(int family, List<String> ranges, List<String> exclusions) {
        this.family = family;
        this.ranges = String.join(",", ranges);
        this.exclusions = String.join(",", exclusions);
    }

    public @Nullable String netmask() {
        return netmask;
    }

    public @Nullable Integer prefixLength() {
        return prefixLength;
    }

    public void setBeside(@Nullable String netmask, @Nullable Integer prefixLength) {
        this.netmask = netmask;
        this.prefixLength = prefixLength;
    }

    public int holdSeconds() {
        return holdSeconds;
    }

    public void setHoldSeconds(int seconds) {
        this.holdSeconds = seconds;
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
