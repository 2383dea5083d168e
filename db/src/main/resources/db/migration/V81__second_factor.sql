-- An operator's second factor (RFC 6238). Not asked for before a first code has confirmed it. The last step used is
-- kept, so that a code seen over a shoulder is worth nothing.
alter table operator add column totp_sealed bytea;
alter table operator add column totp_confirmed_at timestamptz;
alter table operator add column totp_last_step bigint not null default -1;

-- 80 random bits each, of which the SHA-256 is kept; gone once used.
create table operator_recovery_code (
    operator_id bigint  not null references operator (id) on delete cascade,
    code_hash   bytea   not null,
    primary key (operator_id, code_hash)
);

-- What of a token may be shown for telling it from others.
alter table api_token add column prefix text not null default '';
