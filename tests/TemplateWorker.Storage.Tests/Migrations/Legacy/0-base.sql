-- An Anti-Raid database before the five migrations, with rows of every kind. Values are of the first form.
create table guild_templates_kv (
    guild_id text not null default '0',
    key text not null,
    value jsonb,
    created_at timestamptz not null default now(),
    last_updated_at timestamptz not null default now(),
    scopes text[] not null default '{}',
    id text primary key,
    expires_at timestamptz,
    expiry_event_call_attempts int not null default 0,
    resume boolean not null default false,
    constraint kv_unique_entry unique (guild_id, key, scopes)
);
create index idx_kv_scopes_gin on guild_templates_kv using gin (scopes);

insert into guild_templates_kv (id, guild_id, key, scopes, value) values
    ('null', '100', 'null', '{}', null),
    ('json-null', '100', 'json-null', '{}', 'null'),
    ('text', '100', 'text', '{}', '"hello"'),
    ('text-empty', '100', 'text-empty', '{}', '""'),
    ('text-unicode', '100', 'text-unicode', '{}', '"ä€🔑 \"quoted\" \\ \n"'),
    ('text-null', '100', 'text-null', '{}', '"Null"'),
    ('true', '100', 'true', '{}', 'true'),
    ('false', '100', 'false', '{}', 'false'),
    ('integer', '100', 'integer', '{}', '42'),
    ('integer-negative', '100', 'integer-negative', '{}', '-7'),
    ('integer-safe', '100', 'integer-safe', '{}', '9007199254740991'),
    ('integer-unsafe', '100', 'integer-unsafe', '{}', '9007199254740993'),
    ('integer-unsafe-negative', '100', 'integer-unsafe-negative', '{}', '-9007199254740993'),
    ('integer-unsigned', '100', 'integer-unsigned', '{}', '18446744073709551615'),
    ('float', '100', 'float', '{}', '1.5'),
    ('float-huge', '100', 'float-huge', '{}', '1e20'),
    ('list', '100', 'list', '{}', '[1, "two", [true, null], {"three": 3}]'),
    ('list-empty', '100', 'list-empty', '{}', '[]'),
    ('object', '100', 'object', '{}', '{"a": 1, "b": {"c": [1.25, 9007199254740993]}, "value": null}'),
    ('object-empty', '100', 'object-empty', '{}', '{}'),
    ('object-type-key', '100', 'object-type-key', '{}', '{"$type": "date", "value": {"$type": 1}}'),
    ('object-like-wrapper', '100', 'object-like-wrapper', '{}', '{"___khronosValType___": "color", "value": 1}'),
    ('object-broken-wrapper', '100', 'object-broken-wrapper', '{}', '{"___khronosValType___": "buffer", "value": [256]}'),
    ('buffer', '100', 'buffer', '{}', '{"___khronosValType___": "buffer", "value": [0, 127, 255]}'),
    ('vector', '100', 'vector', '{}', '{"___khronosValType___": "vector", "value": [1, -2.5, 3]}'),
    ('timestamptz', '100', 'timestamptz', '{}', '{"___khronosValType___": "timestamptz", "value": "2024-02-29T23:30:00.5+02:00"}'),
    ('timestamptz-fine', '100', 'timestamptz-fine', '{}', '{"___khronosValType___": "timestamptz", "value": "2024-02-29T23:59:59.999999999Z"}'),
    ('interval', '100', 'interval', '{}', '{"___khronosValType___": "interval", "value": [90, 500000000]}'),
    ('timezone', '100', 'timezone', '{}', '{"___khronosValType___": "timezone", "value": "Europe/Berlin"}'),
    ('nested-wrappers', '100', 'nested-wrappers', '{}', '{"when": {"___khronosValType___": "timezone", "value": "UTC"}, "raw": [{"___khronosValType___": "buffer", "value": []}]}'),
    ('scopes-none', '200', 'scoped', '{}', '0'),
    ('scopes-one', '200', 'scoped', '{alpha}', '1'),
    ('scopes-unsorted', '200', 'scoped', '{beta,alpha}', '2'),
    ('scopes-repeated', '200', 'repeated', '{x,x}', '3'),
    ('scopes-code-points', '200', 'code-points', '{🔑,ﬀ}', '4'),
    ('scopes-other-guild', '201', 'scoped', '{beta,alpha}', '5');

-- The same key under the same set of scopes, three times; and one whose sorted name is taken.
insert into guild_templates_kv (id, guild_id, key, scopes, value, last_updated_at) values
    ('twins-old', '300', 'twins', '{c,b,a}', '1', '2024-01-01'),
    ('twins-new', '300', 'twins', '{b,c,a}', '2', '2024-01-02'),
    ('taken-sorted', '300', 'taken', '{a,b}', '3', '2024-01-01'),
    ('taken-unsorted', '300', 'taken', '{b,a}', '4', '2024-01-02');

insert into guild_templates_kv (id, guild_id, key, scopes, value, expires_at) values
    ('expires', '400', 'expires', '{}', '1', '2100-01-01'),
    ('expired', '400', 'expired', '{}', '2', '2020-01-01'),
    ('expires-scoped', '400', 'expires', '{z,y}', '3', '2100-01-02');

-- Written under no limits: far more bytes and scopes than are allowed now.
insert into guild_templates_kv (id, guild_id, key, scopes, value) values
    ('key-long', '500', repeat('k', 600), '{}', '1'),
    ('scopes-many', '500', 'scopes-many', array(select to_char(n, 'FM00') from generate_series(1, 12) n), '1');

create table tenant_state (owner_id text, owner_type text, events text[], banned boolean default false, flags int default 0);
insert into tenant_state (owner_id, owner_type, events, banned) values
    ('100', 'guild', '{message.create,guild.join}', false),
    ('200', 'guild', null, true),
    ('300', 'guild', '{}', null),
    ('400', 'guild', '{b,a}', false),
    ('400', 'guild', '{a,c}', true),
    ('400', 'user', '{d}', false);

create table guild_templates (id int primary key);
create table attached_templates (id int primary key);
create table template_shop_listings (id int primary key);
create table jobs (id int primary key);
create table ongoing_jobs (id int primary key references jobs (id));
create table global_kv (id int primary key);
create table users (id int primary key);
create table web_api_tokens (id int primary key);
create table shop_listings_v2 (id int primary key);
create table cmd_usage_stats (id int primary key);
insert into global_kv values (1);
insert into users values (1);
insert into web_api_tokens values (1);
insert into shop_listings_v2 values (1);
insert into cmd_usage_stats values (1);
