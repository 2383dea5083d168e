package io.flexaaa.server.snapshot;

import org.jspecify.annotations.Nullable;

/** The server's address pools that a peer, or by default its group, takes addresses from. */
public record PoolRefs(@Nullable PoolRef v4, @Nullable PoolRef v6) {
    public static final PoolRefs NONE = new PoolRefs(null, null);

    /** One pool. */
    public record PoolRef(long id, String name) {}

    public boolean none() {
        return v4 == null && v6 == null;
    }

    /** What is missing here comes from there. */
    PoolRefs or(PoolRefs other) {
        if (other.none()) return this;
        return new PoolRefs(v4 != null ? v4 : other.v4, v6 != null ? v6 : other.v6);
    }
}
