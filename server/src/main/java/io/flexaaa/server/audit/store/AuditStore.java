package io.flexaaa.server.audit.store;

import io.flexaaa.server.audit.Actor;
import io.flexaaa.server.audit.AuditEntry;
import io.flexaaa.server.audit.AuditQuery;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Appends to and reads the audit chain. */
@Repository
public class AuditStore {
    private static final HexFormat HEX = HexFormat.of();
    private static final String GENESIS = "00".repeat(32);
    private static final String COLUMNS =
            "id, at, actor, actor_kind, source_address, action, target_kind, target, outcome,"
                    + " detail::text detail, prev_hash, hash";
    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    AuditStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    private record Head(long lastId, byte[] hash) {}

    /** An entry that has no place in the chain yet. */
    public record Fresh(
            Instant at,
            String action,
            String targetKind,
            String target,
            String outcome,
            String detail) {}

    /** Must run inside a transaction: the head row stays locked until it ends. */
    public void append(Actor actor, List<Fresh> entries) {
        Head head =
                jdbc.sql("select last_id, hash from audit_head where one for update")
                        .query((rs, n) -> new Head(rs.getLong(1), rs.getBytes(2)))
                        .single();
        String actorKind = actor.kind().name().toLowerCase(Locale.ROOT);
        List<Object[]> rows = new ArrayList<>(entries.size());
        for (Fresh e : entries) {
            var unsigned =
                    new AuditEntry(
                            head.lastId() + 1,
                            e.at(),
                            actor.name(),
                            actorKind,
                            actor.address(),
                            e.action(),
                            e.targetKind(),
                            e.target(),
                            e.outcome(),
                            e.detail(),
                            HEX.formatHex(head.hash()),
                            "");
            byte[] hash = hash(unsigned);
            rows.add(
                    new Object[] {
                        unsigned.id(),
                        OffsetDateTime.ofInstant(e.at(), ZoneOffset.UTC),
                        actor.name(),
                        actorKind,
                        actor.address(),
                        e.action(),
                        e.targetKind(),
                        e.target(),
                        e.outcome(),
                        e.detail(),
                        head.hash(),
                        hash
                    });
            head = new Head(unsigned.id(), hash);
        }
        batches.batchUpdate(
                """
                insert into audit (id, at, actor, actor_kind, source_address, action,
                    target_kind, target, outcome, detail, prev_hash, hash)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?)
                """,
                rows);
        jdbc.sql("update audit_head set last_id = :id, hash = :hash where one")
                .param("id", head.lastId())
                .param("hash", head.hash())
                .update();
    }

    public List<AuditEntry> find(AuditQuery query, @Nullable Long after, int limit) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                 from audit
                                where (:after::bigint is null or id < :after)
                                  and (:actor::text is null or actor = :actor)
                                  and (:action::text is null or action = :action)
                                  and (:targetKind::text is null or target_kind = :targetKind)
                                  and (:target::text is null or target = :target)
                                  and (:outcome::text is null or outcome = :outcome)
                                  and (:from::timestamptz is null or at >= :from)
                                  and (:to::timestamptz is null or at < :to)
                                  and (:text::text is null or position(lower(:text) in
                                       lower(actor || ' ' || action || ' ' || target)) > 0)
                                order by id desc limit :limit
                                """)
                .param("after", after)
                .param("actor", query.actor())
                .param("action", query.action())
                .param("targetKind", query.targetKind())
                .param("target", query.target())
                .param("outcome", query.outcome())
                .param("from", utc(query.from()))
                .param("to", utc(query.to()))
                .param("text", query.text())
                .param("limit", limit)
                .query(AuditStore::entry)
                .list();
    }

    public @Nullable String firstBreak() {
        String previous = GENESIS;
        long expectedId = 1;
        long after = 0;
        while (true) {
            List<AuditEntry> some =
                    jdbc.sql(
                                    "select "
                                            + COLUMNS
                                            + " from audit where id > :after order by id limit"
                                            + " 1000")
                            .param("after", after)
                            .query(AuditStore::entry)
                            .list();
            for (AuditEntry entry : some) {
                if (entry.id() != expectedId)
                    return "entry " + expectedId + " is missing before entry " + entry.id();
                if (!entry.previousHash().equals(previous))
                    return "entry " + entry.id() + " does not follow the entry before it";
                if (!HEX.formatHex(hash(entry)).equals(entry.hash()))
                    return "entry " + entry.id() + " was changed after it was written";
                previous = entry.hash();
                expectedId++;
            }
            if (some.size() < 1000) break;
            after = some.getLast().id();
        }
        String last =
                HEX.formatHex(
                        jdbc.sql("select hash from audit_head where one")
                                .query(byte[].class)
                                .single());
        return last.equals(previous) ? null : "the last entries were cut off";
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    /** Each field with its length before it, so that no two entries hash alike. */
    private static byte[] hash(AuditEntry e) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(HEX.parseHex(e.previousHash()));
            for (String field :
                    List.of(
                            Long.toString(e.id()),
                            e.at().toString(),
                            e.actor(),
                            e.actorKind(),
                            e.sourceAddress(),
                            e.action(),
                            e.targetKind(),
                            e.target(),
                            e.outcome(),
                            e.detail())) {
                byte[] octets = field.getBytes(StandardCharsets.UTF_8);
                sha.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(octets);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException x) {
            throw new IllegalStateException("SHA-256 is missing from this JDK", x);
        }
    }

    private static AuditEntry entry(ResultSet rs, int row) throws SQLException {
        return new AuditEntry(
                rs.getLong("id"),
                rs.getObject("at", OffsetDateTime.class).toInstant(),
                rs.getString("actor"),
                rs.getString("actor_kind"),
                rs.getString("source_address"),
                rs.getString("action"),
                rs.getString("target_kind"),
                rs.getString("target"),
                rs.getString("outcome"),
                rs.getString("detail"),
                HEX.formatHex(rs.getBytes("prev_hash")),
                HEX.formatHex(rs.getBytes("hash")));
    }
}
