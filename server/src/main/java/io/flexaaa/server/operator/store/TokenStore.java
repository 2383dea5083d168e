package io.flexaaa.server.operator.store;

import io.flexaaa.server.operator.ApiToken;
import io.flexaaa.server.operator.Operator;
import io.flexaaa.server.permission.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** API tokens in PostgreSQL: hash, scopes, expiry. */
@Repository
public class TokenStore {
    private static final String SELECT =
            "select t.id, t.operator_id, t.name, o.name owner, t.permissions, t.prefix,"
                + " t.created_at, t.expires_at, t.last_used_at from api_token t join operator o on"
                + " o.id = t.operator_id where t.revoked_at is null";
    private final JdbcClient jdbc;

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All tokens, or with {@code operatorId} those of one operator; newest first. */
    public List<ApiToken> all(@Nullable Long operatorId) {
        return jdbc.sql(
                        SELECT
                                + " and (:owner::bigint is null or t.operator_id = :owner)"
                                + " order by t.id desc")
                .param("owner", operatorId)
                .query(TokenStore::token)
                .list();
    }

    public Optional<ApiToken> byId(long id) {
        return jdbc.sql(SELECT + " and t.id = :id")
                .param("id", id)
                .query(TokenStore::token)
                .optional();
    }

    public Optional<ApiToken> live(byte[] hash, Instant now) {
        return jdbc.sql(
                        SELECT
                                + " and t.token_hash = :hash and o.enabled"
                                + " and (t.expires_at is null or t.expires_at > :now)")
                .param("hash", hash)
                .param("now", OperatorStore.utc(now))
                .query(TokenStore::token)
                .optional();
    }

    public long insert(
            Operator owner,
            String name,
            byte[] hash,
            String prefix,
            Collection<Permission> permissions,
            @Nullable Instant expiresAt) {
        return jdbc.sql(
                        """
                        insert into api_token
                            (name, token_hash, role, permissions, created_by, operator_id, expires_at, prefix)
                        values (:name, :hash, :role, :permissions, :by, :owner, :expires, :prefix)
                        returning id
                        """)
                .param("name", name)
                .param("hash", hash)
                .param("prefix", prefix)
                .param("role", owner.role().code())
                .param(
                        "permissions",
                        permissions.stream().map(Permission::code).toArray(String[]::new))
                .param("by", owner.name())
                .param("owner", owner.id())
                .param("expires", expiresAt == null ? null : OperatorStore.utc(expiresAt))
                .query(Long.class)
                .single();
    }

    public void revoke(long id) {
        jdbc.sql("update api_token set revoked_at = now() where id = :id").param("id", id).update();
    }

    /** Why a token that was ours opens nothing any more; null for one we never made. */
    public @Nullable String whyEnded(byte[] hash, Instant now) {
        return jdbc.sql(
                        """
                        select case when t.revoked_at is not null then 'TOKEN_REVOKED'
                                    when t.expires_at <= :now then 'TOKEN_EXPIRED'
                                    when not o.enabled then 'ACCOUNT_DISABLED' end
                          from api_token t join operator o on o.id = t.operator_id
                         where t.token_hash = :hash
                        """)
                .param("hash", hash)
                .param("now", OperatorStore.utc(now))
                .query((rs, n) -> String.valueOf(rs.getString(1)))
                .optional()
                .orElse(null);
    }

    /** Puts a new secret in place of the old one. */
    public void replace(long id, byte[] hash, String prefix) {
        jdbc.sql(
                        "update api_token set token_hash = :hash, prefix = :prefix,"
                                + " last_used_at = null where id = :id")
                .param("hash", hash)
                .param("prefix", prefix)
                .param("id", id)
                .update();
    }

    /** At most one write a minute and token. */
    public void touch(long id, Instant now) {
        jdbc.sql(
                        "update api_token set last_used_at = :now where id = :id"
                                + " and (last_used_at is null or last_used_at < :old)")
                .param("id", id)
                .param("now", OperatorStore.utc(now))
                .param("old", OperatorStore.utc(now.minusSeconds(60)))
                .update();
    }

    private static ApiToken token(ResultSet rs, int row) throws SQLException {
        return new ApiToken(
                rs.getLong("id"),
                rs.getLong("operator_id"),
                rs.getString("name"),
                rs.getString("owner"),
                rs.getString("prefix"),
                permissions(rs.getArray("permissions")),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                OperatorStore.instant(rs, "expires_at"),
                OperatorStore.instant(rs, "last_used_at"));
    }

    private static Set<Permission> permissions(Array column) throws SQLException {
        EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
        for (String code : (String[]) column.getArray())
            Permission.ofCode(code).ifPresent(all::add);
        return all;
    }
}
