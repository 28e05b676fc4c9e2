insert into _migrations_applied (id) values ('kv_generic');
alter table guild_templates_kv rename to tenant_kv;
alter table tenant_kv add column owner_type text not null default 'guild';
alter table tenant_kv rename column guild_id to owner_id;
alter table tenant_kv alter column owner_id drop default;
alter table tenant_kv drop constraint kv_unique_entry;
alter table tenant_kv add constraint kv_unique_entry unique (owner_id, owner_type, key, scopes);
