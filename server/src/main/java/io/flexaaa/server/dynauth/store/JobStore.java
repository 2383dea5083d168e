package io.flexaaa.server.dynauth.store;

import io.flexaaa.server.dynauth.DynAuthJob;
import io.flexaaa.server.dynauth.DynAuthKind;
import io.flexaaa.server.dynauth.ItemState;
import io.flexaaa.server.dynauth.JobItem;
import io.flexaaa.server.dynauth.JobState;
import io.flexaaa.server.dynauth.PolicyChange;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rows of dynauth_job and dynauth_job_item. */
@Repository
public class JobStore {
    private final JdbcClient jdbc;
    private final JdbcTemplate batch;
    private final JsonMapper json;

    JobStore(JdbcClient jdbc, JdbcTemplate batch, JsonMapper json) {
        this.jdbc = jdbc;
        this.batch = batch;
        this.json = json;
    }

    /** Stores a running job with its sessions; its id. */
    @Transactional
    public long insert(DynAuthJob job, List<JobItem> items) {
        long id =
                jdbc.sql(
                                """
                                insert into dynauth_job (kind, reason, state, change, rate_per_second, actor)
                                values (:kind, :reason, 'running', :change::jsonb, :rate, :actor)
                                returning id
                                """)
                        .param("kind", job.kind().text())
                        .param("reason", job.reason())
                        .param("change", text(job.change()))
                        .param("rate", job.ratePerSecond())
                        .param("actor", job.actor())
                        .query(Long.class)
                        .single();
        batch.batchUpdate(
                """
                insert into dynauth_job_item (job_id, position, session_id, nas_id, nas_name, peer_name, state,
                    change, reconnect, message)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                """,
                items,
                1_000,
                (s, item) -> {
                    s.setLong(1, id);
                    s.setInt(2, item.position());
                    s.setLong(3, item.sessionId());
                    s.setLong(4, item.nasId());
                    s.setString(5, item.nas());
                    s.setString(6, item.peer());
                    s.setString(7, item.state().text());
                    s.setString(8, text(item.change()));
                    s.setArray(
                            9, s.getConnection().createArrayOf("text", item.reconnect().toArray()));
                    s.setString(10, item.message());
                });
        return id;
    }

    /**
     * Takes one session for sending, once for ever.
     *
     * @return whether it was still to be done
     */
    public boolean take(long jobId, int position) {
        return jdbc.sql(
                                "update dynauth_job_item set state = 'sent' where job_id = :job and"
                                        + " position = :at and state = 'pending'")
                        .param("job", jobId)
                        .param("at", position)
                        .update()
                == 1;
    }

    public void done(
            long jobId, int position, ItemState state, @Nullable Long dynAuthId, String message) {
        jdbc.sql(
                        """
                        update dynauth_job_item set state = :state, dynauth_id = :log, message = :message
                        where job_id = :job and position = :at
                        """)
                .param("job", jobId)
                .param("at", position)
                .param("state", state.text())
                .param("log", dynAuthId)
                .param("message", message)
                .update();
    }

    /**
     * Says that the job's server is alive.
     *
     * @return whether to go on: false once it was cancelled or declared interrupted
     */
    public boolean heartbeat(long jobId) {
        return jdbc.sql(
                                "update dynauth_job set heartbeat_at = now() where id = :id and"
                                        + " state = 'running' and not cancel_requested")
                        .param("id", jobId)
                        .update()
                == 1;
    }

    public void requestCancel(long jobId) {
        jdbc.sql("update dynauth_job set cancel_requested = true where id = :id")
                .param("id", jobId)
                .update();
    }

    @Transactional
    public void finish(long jobId, JobState state) {
        int ended =
                jdbc.sql(
                                "update dynauth_job set state = :state, finished_at = now()"
                                        + " where id = :id and state = 'running'")
                        .param("id", jobId)
                        .param("state", state.text())
                        .update();
        if (ended == 1 && state == JobState.CANCELLED) {
            jdbc.sql(
                            "update dynauth_job_item set state = 'cancelled', message = 'the job"
                                    + " was cancelled' where job_id = :id and state = 'pending'")
                    .param("id", jobId)
                    .update();
        }
        if (ended == 1 && state == JobState.INTERRUPTED) interruptItems(jobId);
    }

    /** Jobs whose server has been silent so long. */
    @Transactional
    public List<Long> interruptSilent(Duration silence) {
        List<Long> ids =
                jdbc.sql(
                                """
                                update dynauth_job set state = 'interrupted', finished_at = now()
                                where state = 'running' and heartbeat_at < now() - :silence * interval '1 millisecond'
                                returning id
                                """)
                        .param("silence", silence.toMillis())
                        .query((rs, n) -> rs.getLong("id"))
                        .list();
        ids.forEach(this::interruptItems);
        return ids;
    }

    private void interruptItems(long jobId) {
        jdbc.sql(
                        """
                        update dynauth_job_item set state = 'interrupted', message = case state
                            when 'sent' then 'the server stopped while the request was out; whether the NAS acted is not known'
                            else 'the server stopped before the request was sent' end
                        where job_id = :id and state in ('pending', 'sent')
                        """)
                .param("id", jobId)
                .update();
    }

    public Optional<DynAuthJob> find(long id) {
        return jdbc.sql("select * from dynauth_job where id = :id")
                .param("id", id)
                .query((rs, n) -> job(rs))
                .optional()
                .map(this::counted);
    }

    public List<DynAuthJob> list(long after, int limit) {
        return jdbc
                .sql("select * from dynauth_job where id < :after order by id desc limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query((rs, n) -> job(rs))
                .list()
                .stream()
                .map(this::counted)
                .toList();
    }

    /** By rising position, after {@code position}. */
    public List<JobItem> items(long jobId, @Nullable ItemState state, long position, int limit) {
        return jdbc.sql(
                        """
                        select * from dynauth_job_item
                        where job_id = :job and position > :after and (:state::text is null or state = :state)
                        order by position limit :limit
                        """)
                .param("job", jobId)
                .param("after", position)
                .param("state", state == null ? null : state.text())
                .param("limit", limit)
                .query((rs, n) -> item(rs))
                .list();
    }

    private DynAuthJob counted(DynAuthJob job) {
        Map<ItemState, Long> counts = new EnumMap<>(ItemState.class);
        jdbc.sql("select state, count(*) from dynauth_job_item where job_id = :id group by state")
                .param("id", job.id())
                .query(rs -> {
                    counts.put(ItemState.of(rs.getString(1)), rs.getLong(2));
                });
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        return new DynAuthJob(
                job.id(),
                job.kind(),
                job.reason(),
                job.state(),
                job.change(),
                job.ratePerSecond(),
                job.actor(),
                job.createdAt(),
                job.finishedAt(),
                total,
                counts,
                List.of());
    }

    private DynAuthJob job(ResultSet rs) throws SQLException {
        OffsetDateTime finished = rs.getObject("finished_at", OffsetDateTime.class);
        Instant created = rs.getObject("created_at", OffsetDateTime.class).toInstant();
        return new DynAuthJob(
                rs.getLong("id"),
                DynAuthKind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                rs.getString("reason"),
                JobState.of(rs.getString("state")),
                change(rs.getString("change")),
                rs.getInt("rate_per_second"),
                rs.getString("actor"),
                created,
                finished == null ? null : finished.toInstant(),
                0,
                Map.of(),
                List.of());
    }

    private JobItem item(ResultSet rs) throws SQLException {
        long log = rs.getLong("dynauth_id");
        Long logId = rs.wasNull() ? null : log;
        return new JobItem(
                rs.getInt("position"),
                rs.getLong("session_id"),
                rs.getLong("nas_id"),
                rs.getString("nas_name"),
                rs.getString("peer_name"),
                ItemState.of(rs.getString("state")),
                change(rs.getString("change")),
                List.of((String[]) rs.getArray("reconnect").getArray()),
                logId,
                rs.getString("message"));
    }

    private String text(@Nullable PolicyChange change) {
        return change == null ? "{}" : json.writeValueAsString(change);
    }

    private @Nullable PolicyChange change(String text) {
        return text.equals("{}") ? null : json.readValue(text, PolicyChange.class);
    }
}
