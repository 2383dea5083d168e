package io.flexaaa.server.secrets;

import io.flexaaa.protocol.wire.Secret;
import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditLog;
import io.flexaaa.server.problem.Problem;
import io.flexaaa.server.secrets.store.SealedRows;
import io.flexaaa.server.secrets.store.SealedRows.Column;
import io.flexaaa.server.secrets.store.SealedRows.Rotation;
import io.flexaaa.server.secrets.store.SealedRows.Row;

import jakarta.annotation.PreDestroy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces the master key while the server works: the new key seals from the first moment, the old
 * one opens until every value is sealed anew. What is left to do is read from the rows themselves,
 * so a restart in the middle goes on where it was.
 */
@Service
public class KeyRotation {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BATCH = 200;
    private static final int MOST_SWEEPS = 5;
    private final KeyRing ring;
    private final SecretBox box;
    private final SealedRows rows;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final SecureRandom random;
    private final Clock clock;
    private volatile @Nullable Thread running;
    private volatile boolean stopping;

    KeyRotation(
            KeyRing ring,
            SecretBox box,
            SealedRows rows,
            AuditLog audit,
            TransactionTemplate transaction,
            SecureRandom random,
            Clock clock) {
        this.ring = ring;
        this.box = box;
        this.rows = rows;
        this.audit = audit;
        this.transaction = transaction;
        this.random = random;
        this.clock = clock;
    }

    /**
     * @param available whether this server has the key; one that is not and still has values means
     *     that those cannot be read
     * @param values how many sealed values it has
     */
    public record KeyUse(String id, boolean sealing, boolean available, long values) {}

    public record State(String source, List<KeyUse> keys, @Nullable Rotation rotation) {}

    public State state() {
        Map<Integer, Long> values = values();
        List<KeyUse> uses = new ArrayList<>();
        for (MasterKey key : ring.all()) {
            Long n = values.remove(key.id());
            uses.add(new KeyUse(key.idText(), key == ring.sealing(), true, n == null ? 0 : n));
        }
        values.forEach((id, n) -> uses.add(new KeyUse(MasterKey.text(id), false, false, n)));
        KeySource source = ring.source();
        return new State(source == null ? "fixed" : source.description(), uses, rows.rotation());
    }

    /**
     * Starts it. A key file gets a new key; of another source the first key is taken, which its
     * owner has put before the old one.
     */
    public synchronized State rotate(Actor actor) {
        if (running != null)
            throw new Problem.Conflict(
                    "ROTATION_RUNNING", "a rotation is running; GET /api/v1/keys shows how far");
        if (ring.source() instanceof KeyFile file) file.prepend(MasterKey.fresh(random));
        ring.reload();
        MasterKey target = ring.sealing();
        long left = left(target);
        if (left == 0 && !(ring.source() instanceof KeyFile))
            throw new Problem.Conflict(
                    "NO_NEW_KEY",
                    "every value is sealed with the first key already; put a new key before it in"
                            + " the "
                            + state().source()
                            + ", separated by a blank, and repeat");
        transaction.executeWithoutResult(_ -> {
            rows.begin(target.idText(), actor.name(), clock.instant(), left);
            audit.note(actor, "rotate", "master-key", target.idText(), Map.of("values", left));
        });
        start();
        return state();
    }

    /** Takes a key out of the file that no value needs any more. */
    public synchronized State remove(Actor actor, String id) {
        KeyUse use =
                state().keys().stream()
                        .filter(k -> k.id().equals(id) && k.available())
                        .findFirst()
                        .orElseThrow(() -> new Problem.NotFound("master key", id));
        if (use.sealing() || use.values() > 0)
            throw new Problem.Conflict(
                    "KEY_IN_USE",
                    "key "
                            + id
                            + (use.sealing()
                                    ? " is the one that seals; rotate first"
                                    : " still has " + use.values() + " values; rotate first"));
        if (!(ring.source() instanceof KeyFile file))
            throw new Problem.Conflict(
                    "KEY_NOT_OURS",
                    "the key comes from the " + state().source() + "; take it out there");
        file.remove((int) Long.parseLong(id, 16));
        ring.reload();
        audit.note(actor, "delete", "master-key", id, Map.of());
        return state();
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void goOn() {
        Rotation unfinished = rows.rotation();
        if (unfinished == null || unfinished.finishedAt() != null || running != null) return;
        log.info("master key rotation to {} goes on", unfinished.targetKey());
        start();
    }

    private void start() {
        running = Thread.ofVirtual().name("key-rotation").start(this::run);
    }

    private void run() {
        try {
            // More than once: a value that was being written meanwhile may have the old seal.
            for (int sweep = 0; sweep < MOST_SWEEPS && !stopping; sweep++) if (sweep() == 0) break;
            if (stopping) return;
            rows.finish(clock.instant());
            log.info("master key rotation finished {}", rows.rotation());
        } catch (DataAccessException | IllegalStateException e) {
            log.error("master key rotation stopped; POST /api/v1/keys:rotate starts it again", e);
        } finally {
            running = null;
        }
    }

    private long sweep() {
        long replaced = 0;
        for (Column column : rows.columns()) {
            long after = 0;
            while (!stopping) {
                byte[] id = ByteBuffer.allocate(4).putInt(ring.sealing().id()).array();
                List<Row> some = rows.notSealedWith(id, column, after, BATCH);
                if (some.isEmpty()) break;
                after = some.getLast().id();
                Integer n = transaction.execute(_ -> reseal(column, some));
                replaced += n == null ? 0 : n;
            }
        }
        return replaced;
    }

    private int reseal(Column column, List<Row> some) {
        List<Row> before = new ArrayList<>();
        List<Row> after = new ArrayList<>();
        String problem = null;
        for (Row row : some) {
            var place = new SecretBox.Place(column.table(), row.id(), column.name());
            try {
                Secret open = box.open(row.sealed(), place);
                after.add(new Row(row.id(), box.seal(open, place)));
                before.add(row);
            } catch (SecretBox.UnsealException e) {
                problem = e.getMessage();
                log.error("not re-sealed: {}", problem);
            }
        }
        int done = before.isEmpty() ? 0 : rows.replace(column, before, after);
        rows.progress(done, some.size() - before.size(), problem);
        return done;
    }

    private Map<Integer, Long> values() {
        Map<Integer, Long> all = new HashMap<>();
        for (Column column : rows.columns())
            rows.sealedByKey(column).forEach((id, n) -> all.merge(id, n, Long::sum));
        return all;
    }

    private long left(MasterKey target) {
        return values().entrySet().stream()
                .filter(e -> e.getKey() != target.id())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        Thread thread = running;
        if (thread != null) thread.join(5_000);
    }
}
