-- NAS that are asked for CoA and Disconnect on the RadSec connection they opened, when one is open. A table of its
-- own: the other settings of dynamic authorization are created by a later version.
create table nas_dynauth_radsec (
    nas_id  bigint primary key references nas_client (id) on delete cascade
);
