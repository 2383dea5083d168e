package io.flexaaa.server.user.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table user_activity: what changes with every login, shared by all instances. */
@Repository
public class UserActivityStore {

    private final JdbcClient jdbc;

    UserActivityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record Activity(
            @Nullable Instant lastLoginAt, int failedLogins, @Nullable Instant lockedUntil) {
        public static final Activity NONE = new Activity(null, 0, null);
    }

    /**
     * What one instance saw since it last wrote.
     *
     * @param reset whether a success or a lock ended the failures counted before
     * @param failures counted since then
     */
    public record Delta(
            boolean reset,
            int failures,
            @Nullable Instant lastLoginAt,
            @Nullable Instant lastFailureAt,
            @Nullable Instant lockedUntil) {}

    public Map<Long, Activity> of(Collection<Long> ids) {
        Map<Long, Activity> found = new HashMap<>();
        if (ids.isEmpty()) return found;
        jdbc.sql(
                        "select user_id, last_login_at, failed_logins, locked_until"
                                + " from user_activity where user_id in (:ids)")
                .param("ids", List.copyOf(ids))
                .query(row -> {
                    found.put(row.getLong(1), new Activity(at(row, 2), row.getInt(3), at(row, 4)));
                });
        return found;
    }

    /** Users locked now, and until when. */
    public Map<Long, Instant> locked(Instant now) {
        Map<Long, Instant> found = new HashMap<>();
        jdbc.sql("select user_id, locked_until from user_activity where locked_until > ?")
                .param(Timestamp.from(now))
                .query(row -> {
                    Instant until = at(row, 2);
                    if (until != null) found.put(row.getLong(1), until);
                });
        return found;
    }

    /** Adds what was seen; the failures of all instances since the last success, or null. */
    public @Nullable Integer record(long userId, Delta delta) {
        return jdbc.sql(
                        """
                        insert into user_activity as a
                            (user_id, last_login_at, failed_logins, last_failure_at, locked_until)
                        select id, :login::timestamptz, :failures, :failure::timestamptz, :locked::timestamptz
                          from user_account where id = :user
                        on conflict (user_id) do update set
                            last_login_at = greatest(a.last_login_at, excluded.last_login_at),
                            failed_logins = case when :reset then 0 else a.failed_logins end + excluded.failed_logins,
                            last_failure_at = greatest(a.last_failure_at, excluded.last_failure_at),
                            locked_until = greatest(a.locked_until, excluded.locked_until)
                        returning failed_logins\
                        """)
                .param("user", userId)
                .param("login", text(delta.lastLoginAt()))
                .param("failures", delta.failures())
                .param("failure", text(delta.lastFailureAt()))
                .param("locked", text(delta.lockedUntil()))
                .param("reset", delta.reset())
                .query(Integer.class)
                .optional()
                .orElse(null);
    }

    public void unlock(long userId) {
        jdbc.sql(
                        "update user_activity set locked_until = null, failed_logins = 0"
                                + " where user_id = ?")
                .param(userId)
                .update();
    }

    /** Whether the code of that step had not been taken; it is now. */
    public boolean claimTotp(long userId, long step) {
        return jdbc.sql(
                                """
                                insert into user_activity as a (user_id, totp_step)
                                select id, :step from user_account where id = :user
                                on conflict (user_id) do update set totp_step = excluded.totp_step
                                 where a.totp_step is null or a.totp_step < excluded.totp_step\
                                """)
                        .param("user", userId)
                        .param("step", step)
                        .update()
                == 1;
    }

    /** A new secret starts anew. */
    public void forgetTotp(long userId) {
        jdbc.sql("update user_activity set totp_step = null where user_id = ?")
                .param(userId)
                .update();
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable Instant at(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
