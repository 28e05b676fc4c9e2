-- Anti-Raid's own forgets the old states; these are written afterwards.
insert into _migrations_applied (id) values ('tenantstate');
drop table tenant_state;
create table tenant_state (
    owner_id text not null,
    owner_type text not null,
    events text[] not null default '{}',
    banned boolean not null default false,
    data jsonb not null default '{}',
    primary key (owner_id, owner_type)
);
insert into tenant_state (owner_id, owner_type, events, banned, data) values ('700', 'guild', '{e}', true, '{"seen": 1}');
