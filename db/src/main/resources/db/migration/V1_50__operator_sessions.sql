-- A signed-in browser. Only the SHA-256 of the cookie's 256 random bits is kept; several server instances share it.
create table operator_session (
    token_hash      bytea       primary key,
    operator_id     bigint      not null references operator (id) on delete cascade,
    created_at      timestamptz not null,
    last_seen_at    timestamptz not null,
    expires_at      timestamptz not null,
    source_address  text        not null
);
create index operator_session_of on operator_session (operator_id);
create index operator_session_expiry on operator_session (expires_at);

-- A token dies with its owner.
alter table api_token add column operator_id bigint not null references operator (id) on delete cascade;
create index api_token_of on api_token (operator_id);
