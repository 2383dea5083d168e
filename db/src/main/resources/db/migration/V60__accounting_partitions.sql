-- Accounting at rate, and for years.
--
-- acct_session holds what is open or has just ended: small and hot, with the two indexes its writers need.
-- Ended sessions move to acct_session_past, by month of their end. acct_event, the reports after Start, is kept
-- by day of receipt. Whole partitions are made ahead and dropped when they are past their retention, so the
-- write rate does not depend on how much history there is.

-- The instance that wrote a row last knows it by its rev and needs not read it again.
alter table acct_session add column rev bigint not null default 0;
drop index acct_session_open;
drop index acct_session_peer;
drop index acct_session_audit;
drop index acct_session_nas_open;
create index acct_session_ended on acct_session (id) where state = 'ended';

-- Ids are given out in blocks by the server, for COPY returns none.
alter table acct_session alter column id drop identity;
create sequence acct_session_id as bigint increment by 1024;
select setval('acct_session_id', coalesce((select max(id) from acct_session), 0) + 1024);

create table acct_session_past (like acct_session including defaults) partition by range (ended_at);
alter table acct_session_past alter column ended_at set not null;
create index on acct_session_past (id desc);
create index on acct_session_past (session_key);
create index on acct_session_past (peer_name, id desc);
create index on acct_session_past (audit_session_id) where audit_session_id is not null;

create view acct_session_all as
select * from acct_session union all select * from acct_session_past;

-- Interims and Stops as they came. A Start says nothing its session does not say.
alter table acct_event rename to acct_event_v1;
create table acct_event (
    session_id          bigint      not null,
    status              smallint    not null,
    session_seconds     bigint      not null,
    at                  timestamptz not null,
    received_at         timestamptz not null,
    rx_bytes            numeric(20) not null,
    tx_bytes            numeric(20) not null,
    rx_packets          bigint      not null,
    tx_packets          bigint      not null,
    terminate_cause     text
) partition by range (received_at);
create index on acct_event (session_id);

-- Which sessions a batch changed. A writer's numbers are in the order of its commits, without a gap: another
-- instance that has read up to n misses nothing.
create table acct_change (
    writer              text        not null,
    seq                 bigint      not null,
    at                  timestamptz not null default now(),
    keys                uuid[]      not null,
    primary key (writer, seq)
);
alter table acct_change alter column keys set storage external;

-- Increments, written with the reports they come from and summed up within seconds: exactly once, and the
-- writers of two sessions of one peer need not wait for each other.
create table acct_usage_pending (
    hour                timestamptz not null,
    peer_name           text        not null,
    nas_id              bigint      not null,
    nas_name            text        not null,
    group_name          text,
    session_seconds     bigint      not null,
    sessions_ended      bigint      not null,
    rx_bytes            numeric     not null,
    tx_bytes            numeric     not null
);

create table usage_hour (
    hour                timestamptz not null,
    peer_name           text        not null,
    nas_id              bigint      not null,
    nas_name            text        not null,
    group_name          text,
    session_seconds     bigint      not null,
    sessions_ended      bigint      not null,
    rx_bytes            numeric     not null,
    tx_bytes            numeric     not null,
    primary key (peer_name, hour, nas_id)
) partition by range (hour);
create index on usage_hour (hour);

-- UTC days; made from the hours while these are there, kept longer than they are.
create table usage_day (
    day                 date        not null,
    peer_name           text        not null,
    nas_id              bigint      not null,
    nas_name            text        not null,
    group_name          text,
    session_seconds     bigint      not null,
    sessions_ended      bigint      not null,
    rx_bytes            numeric     not null,
    tx_bytes            numeric     not null,
    primary key (peer_name, day, nas_id)
);
create index on usage_day (day);

-- Makes the partitions of a table for every month or day (UTC) that [first, last] touches. Attaching, unlike
-- creating in place, does not stop the writers.
create function ensure_partitions(parent text, unit text, first timestamptz, last timestamptz) returns integer
language plpgsql as $$
declare
    lower_end timestamptz := date_trunc(unit, first, 'UTC');
    upper_end timestamptz;
    part text;
    made integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('flexaaa-partitions'));
    while lower_end <= last loop
        upper_end := ((lower_end at time zone 'UTC') + ('1 ' || unit)::interval) at time zone 'UTC';
        part := parent || '_' || to_char(lower_end at time zone 'UTC', case unit when 'day' then 'YYYYMMDD' else 'YYYYMM' end);
        if to_regclass(part) is null then
            execute format('create table %I (like %I including defaults)', part, parent);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, lower_end, upper_end);
            made := made + 1;
        end if;
        lower_end := upper_end;
    end loop;
    return made;
end $$;

-- What partitions a table has, and which span of time each holds.
create view accounting_partition as
select p.relname::text as parent, c.relname::text as name,
       substring(pg_get_expr(c.relpartbound, c.oid) from $r$FROM \('([^']+)'\)$r$)::timestamptz as lower_end,
       substring(pg_get_expr(c.relpartbound, c.oid) from $r$TO \('([^']+)'\)$r$)::timestamptz as upper_end,
       greatest(c.reltuples, 0)::bigint as estimated_rows, pg_total_relation_size(c.oid) as octets
  from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_class c on c.oid = i.inhrelid
 where p.relname in ('acct_session_past', 'acct_event', 'usage_hour') and p.relkind = 'p'
   and p.relnamespace = current_schema()::regnamespace;

-- Drops the partitions that end at or before a time; returns their names.
create function drop_partitions(parent text, before timestamptz) returns setof text
language plpgsql as $$
declare
    part record;
begin
    perform pg_advisory_xact_lock(hashtext('flexaaa-partitions'));
    for part in select v.name from accounting_partition v where v.parent = drop_partitions.parent and v.upper_end <= before
    loop
        execute format('drop table %I', part.name);
        return next part.name;
    end loop;
end $$;

select ensure_partitions('acct_event', 'day', coalesce((select min(received_at) from acct_event_v1), now()), now() + interval '14 days');
select ensure_partitions('acct_session_past', 'month',
    least(now() - interval '10 days', (select min(ended_at) from acct_session)), now() + interval '62 days');
select ensure_partitions('usage_hour', 'month', now() - interval '10 days', now() + interval '62 days');

insert into acct_event (session_id, status, session_seconds, at, received_at, rx_bytes, tx_bytes, rx_packets, tx_packets,
    terminate_cause)
select s.id, e.status, e.session_seconds, e.at, e.received_at, e.rx_bytes, e.tx_bytes, e.rx_packets, e.tx_packets,
       e.terminate_cause
  from acct_event_v1 e join acct_session s using (session_key)
 where e.status <> 1;
drop table acct_event_v1;
