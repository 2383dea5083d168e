package io.flexaaa.server.operator.store;

import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.operator.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Operators and their sign-in sessions in PostgreSQL. */
@Repository
public class OperatorStore {
    private static final String COLUMNS =
            "o.id, o.name, o.role, o.enabled, o.oidc_issuer is not null oidc, o.last_sign_in_at,"
                    + " o.password_set_at, o.version, o.created_at, o.updated_at";
    private final JdbcClient jdbc;

    OperatorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public List<Operator> all() {
        return jdbc.sql("select " + COLUMNS + " from operator o order by o.name")
                .query(OperatorStore::operator)
                .list();
    }

    public Optional<Operator> byName(String name) {
        return jdbc.sql("select " + COLUMNS + " from operator o where o.name = :name")
                .param("name", name)
                .query(OperatorStore::operator)
                .optional();
    }

    public Optional<Operator> byId(long id) {
        return jdbc.sql("select " + COLUMNS + " from operator o where o.id = :id")
                .param("id", id)
                .query(OperatorStore::operator)
                .optional();
    }

    public Optional<Operator> byOidc(String issuer, String subject) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + " from operator o where o.oidc_issuer = :issuer"
                                + " and o.oidc_subject = :subject")
                .param("issuer", issuer)
                .param("subject", subject)
                .query(OperatorStore::operator)
                .optional();
    }

    public void insertOidc(String name, Role role, String issuer, String subject) {
        jdbc.sql(
                        "insert into operator (name, role, enabled, oidc_issuer, oidc_subject)"
                                + " values (:name, :role, true, :issuer, :subject)")
                .param("name", name)
                .param("role", role.code())
                .param("issuer", issuer)
                .param("subject", subject)
                .update();
    }

    public boolean none() {
        return jdbc.sql("select count(*) from operator").query(Long.class).single() == 0;
    }

    /**
     * Enabled administrators, locked so that two requests cannot remove the last two at once. Those
     * of an OpenID provider do not count: nobody could sign in while it is away.
     */
    public List<String> lockAdmins() {
        return jdbc.sql(
                        "select name from operator where role = 'admin' and enabled"
                                + " and oidc_issuer is null for update")
                .query((rs, n) -> rs.getString("name"))
                .list();
    }

    public Optional<String> passwordHash(String name) {
        return jdbc.sql(
                        "select password_hash from operator where name = :name and password_hash is"
                                + " not null")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    public void insert(String name, Role role, boolean enabled, String passwordHash) {
        jdbc.sql(
                        "insert into operator (name, role, enabled, password_hash)"
                                + " values (:name, :role, :enabled, :hash)")
                .param("name", name)
                .param("role", role.code())
                .param("enabled", enabled)
                .param("hash", passwordHash)
                .update();
    }

    public void update(long id, Role role, boolean enabled) {
        jdbc.sql(
                        "update operator set role = :role, enabled = :enabled,"
                                + " version = version + 1, updated_at = now() where id = :id")
                .param("role", role.code())
                .param("enabled", enabled)
                .param("id", id)
                .update();
    }

    public void setPassword(long id, String hash) {
        jdbc.sql(
                        "update operator set password_hash = :hash, password_set_at = now(),"
                                + " version = version + 1, updated_at = now() where id = :id")
                .param("hash", hash)
                .param("id", id)
                .update();
    }

    public void delete(long id) {
        jdbc.sql("delete from operator where id = :id").param("id", id).update();
    }

    // Sign-in sessions ---------------------------------------------------------------------------

    public void openSession(
            byte[] tokenHash, long operatorId, Instant now, Instant expires, String address) {
        jdbc.sql("update operator set last_sign_in_at = :now where id = :id")
                .param("now", utc(now))
                .param("id", operatorId)
                .update();
        jdbc.sql("delete from operator_session where expires_at < :now")
                .param("now", utc(now))
                .update();
        jdbc.sql(
                        """
                        insert into operator_session
                            (token_hash, operator_id, created_at, last_seen_at, expires_at, source_address)
                        values (:hash, :id, :now, :now, :expires, :address)
                        """)
                .param("hash", tokenHash)
                .param("id", operatorId)
                .param("now", utc(now))
                .param("expires", utc(expires))
                .param("address", address)
                .update();
    }

    /** The operator of a live session: not expired, not idle since {@code idleSince}, enabled. */
    public Optional<Operator> bySession(byte[] tokenHash, Instant now, Instant idleSince) {
        return jdbc.sql(
                        "select "
                                + COLUMNS
                                + """
                                 from operator_session s join operator o on o.id = s.operator_id
                                where s.token_hash = :hash and s.expires_at > :now
                                  and s.last_seen_at > :idle and o.enabled
                                """)
                .param("hash", tokenHash)
                .param("now", utc(now))
                .param("idle", utc(idleSince))
                .query(OperatorStore::operator)
                .optional();
    }

    /** Why a session that was ours opens nothing any more; null for one we never saw. */
    public @Nullable String whyEnded(byte[] tokenHash, Instant now, Instant idleSince) {
        return jdbc.sql(
                        """
                        select case when not o.enabled then 'ACCOUNT_DISABLED'
                                    when s.expires_at <= :now then 'SESSION_EXPIRED'
                                    when s.last_seen_at <= :idle then 'SESSION_IDLE' end
                          from operator_session s join operator o on o.id = s.operator_id
                         where s.token_hash = :hash
                        """)
                .param("hash", tokenHash)
                .param("now", utc(now))
                .param("idle", utc(idleSince))
                .query((rs, n) -> String.valueOf(rs.getString(1)))
                .optional()
                .orElse(null);
    }

    /** At most one write a minute and session, whatever the number of requests. */
    public void touchSession(byte[] tokenHash, Instant now) {
        jdbc.sql(
                        "update operator_session set last_seen_at = :now"
                                + " where token_hash = :hash and last_seen_at < :old")
                .param("hash", tokenHash)
                .param("now", utc(now))
                .param("old", utc(now.minusSeconds(60)))
                .update();
    }

    public void closeSession(byte[] tokenHash) {
        jdbc.sql("delete from operator_session where token_hash = :hash")
                .param("hash", tokenHash)
                .update();
    }

    /** Signs an operator out everywhere but in the session that asks. */
    public void closeSessions(long operatorId, byte @Nullable [] except) {
        jdbc.sql(
                        "delete from operator_session where operator_id = :id"
                                + " and (:except::bytea is null or token_hash <> :except)")
                .param("id", operatorId)
                .param("except", except)
                .update();
    }

    static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static Operator operator(ResultSet rs, int row) throws SQLException {
        return new Operator(
                rs.getLong("id"),
                rs.getString("name"),
                Role.ofCode(rs.getString("role")).orElseThrow(),
                rs.getBoolean("enabled"),
                rs.getBoolean("oidc"),
                instant(rs, "last_sign_in_at"),
                rs.getObject("password_set_at", OffsetDateTime.class).toInstant(),
                rs.getLong("version"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
