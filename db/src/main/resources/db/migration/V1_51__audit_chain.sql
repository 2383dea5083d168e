-- The hash covers the detail's text as it was written; jsonb would reorder it.
alter table audit alter column detail drop default;
alter table audit alter column detail type json using detail::text::json;

-- The chain's end. Whoever appends locks this row to commit, so ids and hashes follow each other without a gap.
create table audit_head (
    one     boolean primary key default true check (one),
    last_id bigint  not null,
    hash    bytea   not null
);
insert into audit_head (one, last_id, hash) values (true, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');
