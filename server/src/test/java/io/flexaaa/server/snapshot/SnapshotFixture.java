package io.flexaaa.server.snapshot;

import io.flexaaa.protocol.radius.Attributes;
import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.nas.NasCounterBook;
import io.flexaaa.server.nas.NasType;
import io.flexaaa.server.nas.Prefix;
import io.flexaaa.server.policy.ReplyAttributes;
import io.flexaaa.server.secrets.Argon2Hash;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Snapshots for tests, without a database. */
public final class SnapshotFixture {

    public static final Secret SECRET = Secret.ofUtf8("a-radius-secret");

    private final Map<Long, NasEntry> nas = new HashMap<>();
    private final Map<Long, PeerEntry> peers = new HashMap<>();
    private final Map<Long, GroupEntry> groups = new HashMap<>();
    private final Map<Long, UserEntry> users = new HashMap<>();
    private long nextId = 1;

    public static NasEntry nasEntry(long id, String prefix, String authorizationPassword) {
        return new NasEntry(
                id,
                "nas" + id,
                Objects.requireNonNull(Prefix.parse(prefix)),
                SECRET,
                Secret.ofUtf8(authorizationPassword),
                NasType.FLEXVPN,
                true,
                1700,
                null,
                true,
                new NasCounterBook().of(id));
    }

    public SnapshotFixture nas(String prefix) {
        long id = nextId++;
        nas.put(id, nasEntry(id, prefix, "cisco"));
        return this;
    }

    public SnapshotFixture peer(String name, @Nullable PskEntry psk) {
        return peer(name, true, null, psk, List.of());
    }

    public SnapshotFixture peer(
            String name,
            boolean enabled,
            @Nullable Instant validUntil,
            @Nullable PskEntry psk,
            List<String> avPairs) {
        long id = nextId++;
        Attributes attributes =
                ReplyAttributes.ofPeer(
                        new ReplyAttributes.PeerSettings(null, null, null, null, avPairs, null),
                        psk != null,
                        null,
                        null);
        peers.put(
                id,
                new PeerEntry(
                        id,
                        name,
                        enabled,
                        null,
                        validUntil,
                        psk,
                        null,
                        attributes,
                        ReplyAttributes.octets(attributes)));
        return this;
    }

    public SnapshotFixture group(String name) {
        long id = nextId++;
        groups.put(id, new GroupEntry(id, name, Attributes.EMPTY, 0));
        return this;
    }

    public SnapshotFixture user(String name, @Nullable String password) {
        return user(name, true, null, password, null, null);
    }

    public SnapshotFixture user(
            String name,
            boolean enabled,
            @Nullable Instant validUntil,
            @Nullable String password,
            @Nullable Argon2Hash hash,
            @Nullable Secret totp) {
        long id = nextId++;
        users.put(
                id,
                new UserEntry(
                        id,
                        name,
                        enabled,
                        validUntil,
                        null,
                        password == null ? null : Secret.ofUtf8(password),
                        hash,
                        totp,
                        null,
                        null,
                        Attributes.EMPTY,
                        0));
        return this;
    }

    public static PskEntry symmetric(String key, @Nullable Instant expiresAt) {
        return new PskEntry.Symmetric(key.getBytes(StandardCharsets.UTF_8), expiresAt);
    }

    public Snapshot build() {
        return new Snapshot(1, nas, peers, groups, users);
    }
}
