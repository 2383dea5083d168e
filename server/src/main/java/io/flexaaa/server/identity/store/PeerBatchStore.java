package io.flexaaa.server.identity.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes many peers in a few statements: triggers per statement then run once for all of them. Rows
 * travel as one JSON text; Hibernate would send one statement a row.
 */
@Repository
public class PeerBatchStore {
    private final JdbcClient jdbc;

    PeerBatchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A peer as it is to be.
     *
     * @param fresh whether it is new
     */
    public record Row(
            long id,
            boolean fresh,
            String name,
            String description,
            boolean enabled,
            @Nullable Long groupId,
            @Nullable String framedIp,
            @Nullable String framedNetmask,
            @Nullable String framedPool,
            @Nullable String addrV6,
            @Nullable Integer acctInterimSeconds,
            @Nullable Instant validUntil,
            @Nullable Long addressPoolId,
            @Nullable Long addressPoolV6Id,
            String conditional,
            List<String> avPairs,
            Map<String, String> values) {}

    /** Ids for rows to come. */
    public List<Long> ids(int count) {
        return jdbc.sql(
                        "select nextval(pg_get_serial_sequence('peer', 'id'))"
                                + " from generate_series(1, :n)")
                .param("n", count)
                .query((row, i) -> row.getLong(1))
                .list();
    }

    /** Until the transaction ends nobody else changes or deletes them. */
    public void lock(Collection<String> names) {
        jdbc.sql("select id from peer where name = any (?) order by id for update")
                .param(names.toArray(String[]::new))
                .query((row, i) -> row.getLong(1))
                .list();
    }

    public void write(List<Row> rows, Instant now) {
        String json = JsonMapper.shared().writeValueAsString(rows);
        jdbc.sql(
                        """
                        insert into peer as p (id, name, description, enabled, group_id, framed_ip, framed_netmask,
                               framed_pool, addr_v6, acct_interim_seconds, valid_until, address_pool_id,
                               address_pool_v6_id, conditional, created_at, updated_at)
                        select id, name, description, enabled, "groupId", "framedIp"::inet, "framedNetmask"::inet,
                               "framedPool", "addrV6", "acctInterimSeconds", "validUntil", "addressPoolId",
                               "addressPoolV6Id", conditional, :now, :now
                          from jsonb_to_recordset(:rows::jsonb) r (id bigint, name text, description text,
                               enabled boolean, "groupId" bigint, "framedIp" text, "framedNetmask" text,
                               "framedPool" text, "addrV6" text, "acctInterimSeconds" integer,
                               "validUntil" timestamptz, "addressPoolId" bigint, "addressPoolV6Id" bigint,
                               conditional text)
                        on conflict (id) do update set
                               description = excluded.description, enabled = excluded.enabled,
                               group_id = excluded.group_id, framed_ip = excluded.framed_ip,
                               framed_netmask = excluded.framed_netmask, framed_pool = excluded.framed_pool,
                               addr_v6 = excluded.addr_v6, acct_interim_seconds = excluded.acct_interim_seconds,
                               valid_until = excluded.valid_until, address_pool_id = excluded.address_pool_id,
                               address_pool_v6_id = excluded.address_pool_v6_id, conditional = excluded.conditional,
                               updated_at = excluded.updated_at, version = p.version + 1\
                        """)
                .param("rows", json)
                .param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
                .update();
        Long[] known = rows.stream().filter(r -> !r.fresh()).map(Row::id).toArray(Long[]::new);
        if (known.length > 0) {
            jdbc.sql("delete from peer_av_pair where peer_id = any (?)").param(known).update();
            jdbc.sql("delete from peer_value where peer_id = any (?)").param(known).update();
        }
        jdbc.sql(
                        """
                        insert into peer_av_pair (peer_id, position, value)
                        select r.id, a.position - 1, a.value
                          from jsonb_to_recordset(:rows::jsonb) r (id bigint, "avPairs" jsonb),
                               jsonb_array_elements_text(r."avPairs") with ordinality a (value, position)\
                        """)
                .param("rows", json)
                .update();
        jdbc.sql(
                        """
                        insert into peer_value (peer_id, key, value)
                        select r.id, v.key, v.value
                          from jsonb_to_recordset(:rows::jsonb) r (id bigint, "values" jsonb),
                               jsonb_each_text(r."values") v\
                        """)
                .param("rows", json)
                .update();
    }

    public int delete(Collection<String> names) {
        return jdbc.sql("delete from peer where name = any (?)")
                .param(names.toArray(String[]::new))
                .update();
    }
}
