package io.flexaaa.server.credential;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.credential.store.PskBatchStore;
import io.flexaaa.server.credential.store.PskEntity;
import io.flexaaa.server.credential.store.PskRepository;
import io.flexaaa.server.problem.Check;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.SecretBox;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PSKs by peer id: set, generate, reveal, history. Callers name the peer; this module knows only
 * ids.
 */
@Service
public class PskService {

    /** Tunnel-Password carries at most 239 octets beside its length octet (RFC 2868 §3.5). */
    public static final int MAX_OCTETS = 128;

    public static final int MIN_OCTETS = 8;
    private static final int DEFAULT_LENGTH = 32;

    // Letters and digits that cannot be mistaken for one another, and nothing that IOS or a shell
    // would need quoted.
    private static final String ALPHABET =
            "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private final PskRepository rows;
    private final PskBatchStore batches;
    private final SecretBox box;
    private final SecureRandom random;
    private final Clock clock;

    PskService(
            PskRepository rows,
            PskBatchStore batches,
            SecretBox box,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.batches = batches;
        this.box = box;
        this.random = random;
        this.clock = clock;
    }

    /** One PSK that was in force once; never the key. */
    public record Past(
            PskKind kind,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant retiredAt,
            @Nullable String retiredReason) {}

    @Transactional(readOnly = true)
    public Map<Long, PskStatus> status(
            Collection<Long> peerIds, Map<Long, Instant> lastUsedAtByPeer) {
        Map<Long, PskStatus> found = new HashMap<>();
        if (peerIds.isEmpty()) return found;
        for (PskEntity row : rows.inForce(peerIds)) {
            found.put(row.peerId(), view(row, lastUsedAtByPeer.get(row.peerId())));
        }
        return found;
    }

    @Transactional
    public void set(long peerId, PskWrite write, String why) {
        check(write);
        Instant now = clock.instant();
        rows.inForce(peerId)
                .ifPresent(old -> {
                    old.retire(now, why);
                    rows.saveAndFlush(old);
                });
        if (write.kind() == PskKind.NONE) return;
        PskEntity row =
                rows.saveAndFlush(
                        new PskEntity(peerId, write.kind().text(), now, write.expiresAt()));
        row.setSealed(
                seal(row.id(), write.symmetric(), "symmetric_sealed"),
                seal(row.id(), write.local(), "local_sealed"),
                seal(row.id(), write.remote(), "remote_sealed"));
        rows.saveAndFlush(row);
    }

    /** Like {@link #set} for many peers at once; the caller has called {@link #check} for each. */
    @Transactional
    public void setAll(Map<Long, PskWrite> byPeer, String why) {
        if (byPeer.isEmpty()) return;
        Instant now = clock.instant();
        batches.retire(byPeer.keySet(), now, why);
        List<Long> ids = batches.ids(byPeer.size());
        List<PskBatchStore.Row> fresh = new ArrayList<>(byPeer.size());
        byPeer.forEach((peer, write) -> {
            if (write.kind() == PskKind.NONE) return;
            long id = ids.get(fresh.size());
            fresh.add(
                    new PskBatchStore.Row(
                            id,
                            peer,
                            write.kind().text(),
                            seal(id, write.symmetric(), "symmetric_sealed"),
                            seal(id, write.local(), "local_sealed"),
                            seal(id, write.remote(), "remote_sealed"),
                            write.expiresAt()));
        });
        batches.insert(fresh, now);
    }

    /**
     * Makes new random keys, puts them in force and returns them: the only time they are shown
     * unasked.
     */
    @Transactional
    public PskKeys generate(
            long peerId, PskKind kind, @Nullable Integer length, @Nullable Instant expiresAt) {
        int n = length == null ? DEFAULT_LENGTH : length;
        new Check()
                .require(
                        n >= 16 && n <= MAX_OCTETS,
                        "length",
                        n,
                        "is outside 16.." + MAX_OCTETS,
                        "32 is a good length")
                .require(
                        kind != PskKind.NONE,
                        "kind",
                        kind.text(),
                        "cannot be generated",
                        "use symmetric or asymmetric")
                .done();
        boolean both = kind == PskKind.ASYMMETRIC;
        PskKeys keys =
                new PskKeys(
                        kind,
                        both ? null : fresh(n),
                        both ? fresh(n) : null,
                        both ? fresh(n) : null);
        set(
                peerId,
                new PskWrite(kind, keys.symmetric(), keys.local(), keys.remote(), expiresAt),
                "replaced by a generated key");
        return keys;
    }

    /** The caller has checked the permission and writes the audit entry. */
    @Transactional(readOnly = true)
    public PskKeys reveal(long peerId, String peerName) {
        PskEntity row =
                rows.inForce(peerId)
                        .orElseThrow(() -> new Problem.NotFound("PSK of peer", peerName));
        return keys(row);
    }

    /** Like {@link #reveal} for many peers; those without a PSK are left out. */
    @Transactional(readOnly = true)
    public Map<Long, PskKeys> revealAll(Collection<Long> peerIds) {
        Map<Long, PskKeys> found = new HashMap<>();
        if (peerIds.isEmpty()) return found;
        for (PskEntity row : rows.inForce(peerIds)) found.put(row.peerId(), keys(row));
        return found;
    }

    private PskKeys keys(PskEntity row) {
        return new PskKeys(
                PskKind.of(row.kind()),
                open(row, row.symmetricSealed(), "symmetric_sealed"),
                open(row, row.localSealed(), "local_sealed"),
                open(row, row.remoteSealed(), "remote_sealed"));
    }

    @Transactional(readOnly = true)
    public List<Past> history(long peerId) {
        return rows.history(peerId).stream()
                .map(row ->
                        new Past(
                                PskKind.of(row.kind()),
                                row.createdAt(),
                                row.expiresAt(),
                                row.retiredAt(),
                                row.retiredReason()))
                .toList();
    }

    /** How many keys in force expire before that time (already expired ones included). */
    @Transactional(readOnly = true)
    public long expiringBefore(Instant before) {
        return rows.countExpiringBefore(before);
    }

    /** Throws {@link Problem.Invalid} with every illegal value. */
    public static void check(PskWrite write) {
        Check check = new Check();
        switch (write.kind()) {
            case SYMMETRIC -> key(check, "psk.symmetric", write.symmetric(), true);
            case ASYMMETRIC -> {
                key(check, "psk.local", write.local(), true);
                key(check, "psk.remote", write.remote(), true);
            }
            case NONE -> {}
        }
        boolean mixed =
                (write.kind() != PskKind.SYMMETRIC && write.symmetric() != null)
                        || (write.kind() != PskKind.ASYMMETRIC
                                && (write.local() != null || write.remote() != null));
        check.require(
                !mixed,
                "psk.kind",
                write.kind().text(),
                "does not fit the keys given",
                "symmetric has one key, asymmetric has local and remote");
        check.done();
    }

    private static void key(Check check, String field, @Nullable String key, boolean needed) {
        int octets = key == null ? 0 : key.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        check.require(
                (key == null && !needed) || (octets >= MIN_OCTETS && octets <= MAX_OCTETS),
                field,
                null,
                "has " + octets + " octets, not " + MIN_OCTETS + ".." + MAX_OCTETS,
                "generate a key instead of choosing one");
        check.require(
                key == null || key.chars().noneMatch(c -> c < 0x20 || c == 0x7f),
                field,
                null,
                "holds a control character",
                "use printable characters");
    }

    private String fresh(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private byte @Nullable [] seal(long id, @Nullable String key, String column) {
        if (key == null) return null;
        return box.seal(Secret.ofUtf8(key), new SecretBox.Place("psk", id, column));
    }

    private @Nullable String open(PskEntity row, byte @Nullable [] sealed, String column) {
        if (sealed == null) return null;
        return box.open(sealed, new SecretBox.Place("psk", row.id(), column)).revealUtf8();
    }

    private static PskStatus view(PskEntity row, @Nullable Instant lastUsedAt) {
        boolean local = row.localSealed() != null;
        boolean remote = row.remoteSealed() != null;
        return new PskStatus(
                PskKind.of(row.kind()),
                row.symmetricSealed() != null || local || remote,
                local,
                remote,
                row.expiresAt(),
                row.createdAt(),
                lastUsedAt);
    }
}
