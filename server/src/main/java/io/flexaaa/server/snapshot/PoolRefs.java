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

    /** For messages. */
    public String names() {
        if (v4 == null) return v6 == null ? "" : v6.name();
        return v6 == null ? v4.name() : v4.name() + " or " + v6.name();
    }

    /** What is missing here comes from there. */
    PoolRefs or(PoolRefs other) {
        if (other.none()) return this;
        return new PoolRefs(v4 != null ? v4 : other.v4, v6 != null ? v6 : other.v6);
    }
}
