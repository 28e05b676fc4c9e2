insert into _migrations_applied (id) values ('drop_tenant_kv_expires_at');
alter table tenant_kv drop column expires_at;
