insert into _migrations_applied (id) values ('cleanup_v8');
drop table guild_templates, attached_templates, template_shop_listings, ongoing_jobs, jobs;
alter table tenant_kv drop column resume;
alter table tenant_kv drop column expiry_event_call_attempts;
