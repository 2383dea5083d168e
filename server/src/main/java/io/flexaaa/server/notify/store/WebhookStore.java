package io.flexaaa.server.notify.store;

import io.flexaaa.server.notify.Delivery;
import io.flexaaa.server.notify.Webhook;
import io.flexaaa.server.notify.WebhookEvent;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of webhook, webhook_delivery and webhook_notice. */
@Repository
public class WebhookStore {
    private final JdbcClient jdbc;
    private final JdbcTemplate batch;

    WebhookStore(JdbcClient jdbc, JdbcTemplate batch) {
        this.jdbc = jdbc;
        this.batch = batch;
    }

    /** One event for one endpoint. */
    public record Fresh(long webhookId, UUID eventId, WebhookEvent event, String body) {}

    /** A delivery taken for sending. */
    public record Due(
            long id,
            long webhookId,
            UUID eventId,
            String event,
            String body,
            int attempts,
            String url,
            byte @Nullable [] secretSealed,
            boolean enabled) {}

    public List<Webhook> page(String after, @Nullable String like, int limit) {
        return jdbc.sql(
                        """
                        select * from webhook
                        where name > :after and (:like::text is null or lower(name) like :like)
                        order by name limit :limit
                        """)
                .param("after", after)
                .param("like", like)
                .param("limit", limit)
                .query((rs, n) -> webhook(rs))
                .list();
    }

    public Optional<Webhook> find(String name) {
        return jdbc.sql("select * from webhook where name = :name")
                .param("name", name)
                .query((rs, n) -> webhook(rs))
                .optional();
    }

    public List<Webhook> enabled() {
        return jdbc.sql("select * from webhook where enabled").query((rs, n) -> webhook(rs)).list();
    }

    public long count() {
        return jdbc.sql("select count(*) from webhook").query(Long.class).single();
    }

    public long put(String name, String url, List<WebhookEvent> events, boolean enabled) {
        return jdbc.sql(
                        """
                        insert into webhook (name, url, events, enabled) values (:name, :url, :events, :enabled)
                        on conflict (name) do update set url = excluded.url, events = excluded.events,
                            enabled = excluded.enabled, version = webhook.version + 1, updated_at = now()
                        returning id
                        """)
                .param("name", name)
                .param("url", url)
                .param("events", events.stream().map(WebhookEvent::text).toArray(String[]::new))
                .param("enabled", enabled)
                .query(Long.class)
                .single();
    }

    public void setSecret(long id, byte[] sealed) {
        jdbc.sql("update webhook set secret_sealed = :sealed where id = :id")
                .param("sealed", sealed)
                .param("id", id)
                .update();
    }

    public Optional<byte[]> sealedSecret(String name) {
        return jdbc.sql(
                        "select secret_sealed from webhook"
                                + " where name = :name and secret_sealed is not null")
                .param("name", name)
                .query((rs, n) -> rs.getBytes(1))
                .optional();
    }

    public void delete(String name) {
        jdbc.sql("delete from webhook where name = :name").param("name", name).update();
    }

    public void enqueue(List<Fresh> deliveries) {
        batch.batchUpdate(
                "insert into webhook_delivery (webhook_id, event_id, event, body, state) select ?,"
                        + " ?, ?, ?, 'pending' where exists (select 1 from webhook where id = ?)",
                deliveries,
                500,
                (s, d) -> {
                    s.setLong(1, d.webhookId());
                    s.setObject(2, d.eventId());
                    s.setString(3, d.event().text());
                    s.setString(4, d.body());
                    s.setLong(5, d.webhookId());
                });
    }

    public long pending(long webhookId) {
        return jdbc.sql(
                        "select count(*) from webhook_delivery"
                                + " where webhook_id = :id and state = 'pending'")
                .param("id", webhookId)
                .query(Long.class)
                .single();
    }

    /** Takes what is due; another instance leaves it alone for the lease. */
    public List<Due> take(int limit, Duration lease) {
        return jdbc.sql(
                        """
                        with due as (
                            select id from webhook_delivery where state = 'pending' and next_at <= now()
                            order by next_at limit :limit for update skip locked)
                        update webhook_delivery d set attempts = d.attempts + 1,
                            next_at = now() + :lease * interval '1 millisecond'
                        from due, webhook w where d.id = due.id and w.id = d.webhook_id
                        returning d.id, d.webhook_id, d.event_id, d.event, d.body, d.attempts, w.url,
                            w.secret_sealed, w.enabled
                        """)
                .param("limit", limit)
                .param("lease", lease.toMillis())
                .query((rs, n) ->
                        new Due(
                                rs.getLong(1),
                                rs.getLong(2),
                                rs.getObject(3, UUID.class),
                                rs.getString(4),
                                rs.getString(5),
                                rs.getInt(6),
                                rs.getString(7),
                                rs.getBytes(8),
                                rs.getBoolean(9)))
                .list();
    }

    public void delivered(long id, int status) {
        jdbc.sql(
                        "update webhook_delivery set state = 'delivered', last_status = :status,"
                                + " last_error = null, done_at = now() where id = :id")
                .param("status", status)
                .param("id", id)
                .update();
    }

    /**
     * @param retryIn null: given up
     */
    public void failed(
            long id, @Nullable Integer status, String error, @Nullable Duration retryIn) {
        jdbc.sql(
                        """
                        update webhook_delivery set last_status = :status, last_error = :error,
                            state = case when :retry::bigint is null then 'dead' else 'pending' end,
                            done_at = case when :retry::bigint is null then now() end,
                            next_at = now() + coalesce(:retry, 0) * interval '1 millisecond'
                        where id = :id
                        """)
                .param("status", status)
                .param("error", error)
                .param("retry", retryIn == null ? null : retryIn.toMillis())
                .param("id", id)
                .update();
    }

    /** Gives a dead one a new life. */
    public boolean revive(long webhookId, long id) {
        return jdbc.sql(
                                "update webhook_delivery set state = 'pending', attempts = 0,"
                                        + " next_at = now(), done_at = null where id = :id and"
                                        + " webhook_id = :webhook and state = 'dead'")
                        .param("id", id)
                        .param("webhook", webhookId)
                        .update()
                == 1;
    }

    public List<Delivery> deliveries(
            long webhookId, @Nullable String state, long after, int limit) {
        return jdbc.sql(
                        """
                        select * from webhook_delivery where webhook_id = :webhook and id < :after
                            and (:state::text is null or state = :state) order by id desc limit :limit
                        """)
                .param("webhook", webhookId)
                .param("after", after)
                .param("state", state)
                .param("limit", limit)
                .query((rs, n) -> delivery(rs))
                .list();
    }

    /** Whether it is told now for the first time, by whichever instance. */
    public boolean firstNotice(String notice) {
        return jdbc.sql("insert into webhook_notice (notice) values (:n) on conflict do nothing")
                        .param("n", notice)
                        .update()
                == 1;
    }

    /** A PSK that ends soon. */
    public record ExpiringKey(long pskId, String peer, Instant expiresAt) {}

    public List<ExpiringKey> expiringBefore(Instant before) {
        return jdbc.sql(
                        """
                        select k.id, p.name, k.expires_at from psk k join peer p on p.id = k.peer_id
                        where k.retired_at is null and k.expires_at < :before
                            and not exists (select 1 from webhook_notice n where n.notice = 'key/' || k.id)
                        order by k.expires_at limit 1000
                        """)
                .param("before", OffsetDateTime.ofInstant(before, ZoneOffset.UTC))
                .query((rs, n) ->
                        new ExpiringKey(
                                rs.getLong(1),
                                rs.getString(2),
                                rs.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    public void prune() {
        jdbc.sql(
                        "delete from webhook_delivery where state = 'delivered' and done_at < now()"
                                + " - interval '7 days' or state = 'dead' and done_at < now() -"
                                + " interval '30 days'")
                .update();
        jdbc.sql("delete from webhook_notice where at < now() - interval '90 days'").update();
    }

    private static Webhook webhook(ResultSet rs) throws SQLException {
        String[] events = (String[]) rs.getArray("events").getArray();
        return new Webhook(
                rs.getLong("id"),
                rs.getString("name"),
                rs.getString("url"),
                Arrays.stream(events).map(WebhookEvent::of).toList(),
                rs.getBytes("secret_sealed") != null,
                rs.getBoolean("enabled"),
                rs.getLong("version"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static Delivery delivery(ResultSet rs) throws SQLException {
        int status = rs.getInt("last_status");
        Integer lastStatus = rs.wasNull() ? null : status;
        OffsetDateTime done = rs.getObject("done_at", OffsetDateTime.class);
        return new Delivery(
                rs.getLong("id"),
                rs.getString("event_id"),
                WebhookEvent.of(rs.getString("event")),
                rs.getString("state"),
                rs.getInt("attempts"),
                rs.getObject("next_at", OffsetDateTime.class).toInstant(),
                lastStatus,
                rs.getString("last_error"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                done == null ? null : done.toInstant(),
                rs.getString("body"));
    }
}
