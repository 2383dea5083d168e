package io.flexaaa.server.secrets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The keys in use: the first seals, all open. Any thread. */
public final class KeyRing {
    private static final long RELOAD_MILLIS = 1_000;
    private final @Nullable KeySource source;
    private volatile List<MasterKey> keys;
    private long reloadedMs;

    KeyRing(KeySource source) {
        this.source = source;
        this.keys = source.read();
    }

    /** One key that does not change. */
    KeyRing(MasterKey only) {
        this.source = null;
        this.keys = List.of(only);
    }

    MasterKey sealing() {
        return keys.getFirst();
    }

    List<MasterKey> all() {
        return keys;
    }

    @Nullable KeySource source() {
        return source;
    }

    /**
     * The key with that id. An unknown one may be new: another instance on the same file has begun
     * a rotation.
     */
    @Nullable MasterKey byId(int id) {
        MasterKey known = find(id);
        if (known != null || source == null) return known;
        reloadAtMostOnceASecond();
        return find(id);
    }

    /** Reads the source again. */
    synchronized void reload() {
        if (source != null) keys = source.read();
    }

    private synchronized void reloadAtMostOnceASecond() {
        long nowMs = System.nanoTime() / 1_000_000;
        if (reloadedMs != 0 && nowMs - reloadedMs < RELOAD_MILLIS) return;
        reloadedMs = nowMs;
        reload();
    }

    private @Nullable MasterKey find(int id) {
        for (MasterKey key : keys) if (key.id() == id) return key;
        return null;
    }
}
