package io.flexaaa.server.proxy.store;

import io.flexaaa.server.proxy.Realm;
import io.flexaaa.server.proxy.ReplyMode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Rows of realm and realm_home. */
@Repository
public class RealmStore {
    private final JdbcClient jdbc;

    RealmStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One home server with its sealed secret. */
    public record HomeRow(
            long id,
            long realmId,
            String address,
            int authPort,
            int acctPort,
            byte @Nullable [] secretSealed) {}

    public List<Realm> page(String after, @Nullable String like, int limit) {
        return jdbc.sql(
                        """
                        select * from realm where name > :after
                            and (:like::text is null or lower(name) like :like or lower(pattern) like :like)
                        order by name limit :limit
                        """)
                .param("after", after)
                .param("like", like)
                .param("limit", limit)
                .query((rs, n) -> realm(rs))
                .list();
    }

    public List<Realm> all() {
        return jdbc.sql("select * from realm order by name").query((rs, n) -> realm(rs)).list();
    }

    public Optional<Realm> find(String name) {
        return jdbc.sql("select * from realm where name = :name")
                .param("name", name)
                .query((rs, n) -> realm(rs))
                .optional();
    }

    public long count() {
        return jdbc.sql("select count(*) from realm").query(Long.class).single();
    }

    public List<HomeRow> homes(@Nullable Long realmId) {
        return jdbc.sql(
                        """
                        select id, realm_id, host(address), auth_port, acct_port, secret_sealed from realm_home
                        where :realm::bigint is null or realm_id = :realm order by realm_id, position
                        """)
                .param("realm", realmId)
                .query((rs, n) ->
                        new HomeRow(
                                rs.getLong(1),
                                rs.getLong(2),
                                rs.getString(3),
                                rs.getInt(4),
                                rs.getInt(5),
                                rs.getBytes(6)))
                .list();
    }

    /** Inserts or replaces by name; the row's id. */
    public long put(Realm realm) {
        return jdbc.sql(
                        """
                        insert into realm (name, description, enabled, pattern, nas_names, strip, look_ups, reply_mode,
                            reply_deny, group_name, require_message_authenticator, forward_accounting, timeout_millis,
                            retransmits, status_server, dead_seconds)
                        values (:name, :description, :enabled, :pattern, :nas, :strip, :lookUps, :mode, :deny, :group,
                            :sign, :accounting, :timeout, :retransmits, :status, :dead)
                        on conflict (name) do update set description = excluded.description,
                            enabled = excluded.enabled, pattern = excluded.pattern, nas_names = excluded.nas_names,
                            strip = excluded.strip, look_ups = excluded.look_ups, reply_mode = excluded.reply_mode,
                            reply_deny = excluded.reply_deny, group_name = excluded.group_name,
                            require_message_authenticator = excluded.require_message_authenticator,
                            forward_accounting = excluded.forward_accounting,
                            timeout_millis = excluded.timeout_millis, retransmits = excluded.retransmits,
                            status_server = excluded.status_server, dead_seconds = excluded.dead_seconds,
                            version = realm.version + 1, updated_at = now()
                        returning id
                        """)
                .param("name", realm.name())
                .param("description", realm.description())
                .param("enabled", realm.enabled())
                .param("pattern", realm.match())
                .param("nas", realm.nas().toArray(String[]::new))
                .param("strip", realm.strip())
                .param("lookUps", realm.lookUps())
                .param("mode", realm.reply().text())
                .param("deny", realm.denyAttributes().toArray(String[]::new))
                .param("group", realm.group())
                .param("sign", realm.requireMessageAuthenticator())
                .param("accounting", realm.forwardAccounting())
                .param("timeout", realm.timeoutMillis())
                .param("retransmits", realm.retransmits())
                .param("status", realm.statusServer())
                .param("dead", realm.deadSeconds())
                .query(Long.class)
                .single();
    }

    /** The row's id; a known address and port keeps its row and so its secret. */
    public long putHome(long realmId, int position, String address, int authPort, int acctPort) {
        return jdbc.sql(
                        """
                        insert into realm_home (realm_id, position, address, auth_port, acct_port)
                        values (:realm, :position, :address::inet, :auth, :acct)
                        on conflict (realm_id, address, auth_port) do update
                        set position = excluded.position, acct_port = excluded.acct_port
                        returning id
                        """)
                .param("realm", realmId)
                .param("position", position)
                .param("address", address)
                .param("auth", authPort)
                .param("acct", acctPort)
                .query(Long.class)
                .single();
    }

    public void setSecret(long homeId, byte[] sealed) {
        jdbc.sql("update realm_home set secret_sealed = :sealed where id = :id")
                .param("sealed", sealed)
                .param("id", homeId)
                .update();
    }

    public void keepHomes(long realmId, List<Long> ids) {
        jdbc.sql("delete from realm_home where realm_id = :realm and not id = any (:ids)")
                .param("realm", realmId)
                .param("ids", ids.toArray(Long[]::new))
                .update();
    }

    public void delete(String name) {
        jdbc.sql("delete from realm where name = :name").param("name", name).update();
    }

    /** Whether a realm changed after that version of the configuration. */
    public boolean changedSince(long version) {
        return jdbc.sql("select exists (select 1 from change_log where kind = 'realm' and v > :v)")
                .param("v", version)
                .query(Boolean.class)
                .single();
    }

    private static Realm realm(ResultSet rs) throws SQLException {
        return new Realm(
                rs.getLong("id"),
                rs.getString("name"),
                rs.getString("description"),
                rs.getBoolean("enabled"),
                rs.getString("pattern"),
                List.of((String[]) rs.getArray("nas_names").getArray()),
                rs.getBoolean("strip"),
                rs.getBoolean("look_ups"),
                ReplyMode.of(rs.getString("reply_mode")),
                List.of((String[]) rs.getArray("reply_deny").getArray()),
                rs.getString("group_name"),
                rs.getBoolean("require_message_authenticator"),
                rs.getBoolean("forward_accounting"),
                rs.getInt("timeout_millis"),
                rs.getInt("retransmits"),
                rs.getBoolean("status_server"),
                rs.getInt("dead_seconds"),
                List.of(),
                rs.getLong("version"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
