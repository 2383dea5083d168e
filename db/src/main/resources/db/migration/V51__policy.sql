-- Templates, inheritance and conditions: one peer or group serves many hubs.

-- What {{peer.KEY}} and {{nas.KEY}} in AV pairs and pool names stand for.
create table peer_value (
    peer_id bigint  not null references peer (id) on delete cascade,
    key     text    not null check (key ~ '^[a-z][a-z0-9_-]{0,62}$'),
    value   text    not null check (octet_length(value) <= 247),
    primary key (peer_id, key)
);

create table nas_value (
    nas_id  bigint  not null references nas_client (id) on delete cascade,
    key     text    not null check (key ~ '^[a-z][a-z0-9_-]{0,62}$'),
    value   text    not null check (octet_length(value) <= 247),
    primary key (nas_id, key)
);

-- A group takes over what its parent has; the server refuses a cycle.
alter table peer_group add column parent_id bigint references peer_group (id) check (parent_id <> id);
create index peer_group_parent on peer_group (parent_id);

-- Ordered sets of "when ... then these AV pairs", as the API writes them (JSON).
alter table peer add column conditional text not null default '[]';
alter table peer_group add column conditional text not null default '[]';

do $$
declare
    t record;
begin
    for t in select * from (values ('peer_value', 'peer', 'peer_id'), ('nas_value', 'nas', 'nas_id')) as x (tab, kind, col)
    loop
        execute format('create trigger %I after insert on %I referencing new table as new_rows
            for each statement execute function log_config_change(%L, %L)', t.tab || '_ins', t.tab, t.kind, t.col);
        execute format('create trigger %I after update on %I referencing old table as old_rows new table as new_rows
            for each statement execute function log_config_change(%L, %L)', t.tab || '_upd', t.tab, t.kind, t.col);
        execute format('create trigger %I after delete on %I referencing old table as old_rows
            for each statement execute function log_config_change(%L, %L)', t.tab || '_del', t.tab, t.kind, t.col);
    end loop;
end $$;
