-- The schema after all migrations, written by 'template-worker migrations schema'. Do not edit it: migrations make it.
-- The journal and the monthly partitions are left out.

create sequence action_positions;

create table accepted_events (
    owner_type text not null,
    owner_id text not null,
    key text not null,
    event_id uuid not null,
    request_hash bytea not null,
    deliveries integer not null,
    created_at timestamp with time zone not null default now(),
    constraint accepted_events_key_check CHECK (octet_length(key) >= 1 AND octet_length(key) <= 255),
    constraint accepted_events_pkey PRIMARY KEY (owner_type, owner_id, key),
    constraint accepted_events_request_hash_check CHECK (octet_length(request_hash) >= 1 AND octet_length(request_hash) <= 64)
);

create table action_channels (
    route text not null,
    slot smallint not null,
    owner_type text not null,
    owner_id text not null,
    channel text not null,
    low bigint not null default 0,
    ready_at timestamp with time zone not null default now(),
    failures integer not null default 0,
    holder text,
    leased_until timestamp with time zone,
    leased_through bigint,
    constraint action_channels_pkey PRIMARY KEY (route, slot, owner_type, owner_id, channel)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, autovacuum_vacuum_cost_delay=0);

create table action_keys (
    owner_type text not null,
    owner_id text not null,
    key text not null,
    action uuid not null,
    created_at timestamp with time zone not null default now(),
    constraint action_keys_key_check CHECK (octet_length(key) >= 1 AND octet_length(key) <= 255),
    constraint action_keys_pkey PRIMARY KEY (owner_type, owner_id, key)
);

create table action_routes (
    name text not null,
    owner_type text not null default ''::text,
    owner_id text not null default ''::text,
    type text not null,
    url text not null,
    secret text not null,
    old_secret text,
    strict boolean not null,
    batch integer not null,
    timeout interval not null,
    attempts integer not null,
    rate integer,
    concurrency integer not null,
    allow_private boolean not null,
    disabled text,
    changed_at timestamp with time zone not null default now(),
    deleted_at timestamp with time zone,
    constraint action_routes_attempts_check CHECK (attempts >= 1 AND attempts <= 100),
    constraint action_routes_batch_check CHECK (batch >= 1 AND batch <= 1000),
    constraint action_routes_check CHECK ((owner_type = ''::text) = (owner_id = ''::text)),
    constraint action_routes_concurrency_check CHECK (concurrency >= 1 AND concurrency <= 1000),
    constraint action_routes_name_check CHECK (octet_length(name) >= 1 AND octet_length(name) <= 128),
    constraint action_routes_old_secret_check CHECK (octet_length(old_secret) >= 16 AND octet_length(old_secret) <= 256),
    constraint action_routes_pkey PRIMARY KEY (name),
    constraint action_routes_rate_check CHECK (rate > 0),
    constraint action_routes_secret_check CHECK (octet_length(secret) >= 16 AND octet_length(secret) <= 256),
    constraint action_routes_type_check CHECK (octet_length(type) >= 1 AND octet_length(type) <= 512),
    constraint action_routes_url_check CHECK (octet_length(url) >= 1 AND octet_length(url) <= 2048)
);

create table actions (
    id uuid not null,
    slot smallint not null,
    owner_type text not null,
    owner_id text not null,
    template text not null,
    channel text not null,
    route text not null,
    position bigint,
    type text not null,
    data json not null,
    bytes integer not null,
    run_id uuid not null,
    event_id uuid not null,
    delivery bigint,
    key text,
    due_at timestamp with time zone,
    attempts integer not null default 0,
    last_error text,
    sent_at timestamp with time zone not null default now(),
    died_at timestamp with time zone,
    traceparent text,
    constraint actions_channel_check CHECK (octet_length(channel) >= 1 AND octet_length(channel) <= 512),
    constraint actions_pkey PRIMARY KEY (owner_type, owner_id, id) INCLUDE (bytes, died_at),
    constraint actions_type_check CHECK (octet_length(type) >= 1 AND octet_length(type) <= 512)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_cost_delay=0);

create table audit_log (
    id uuid not null,
    at timestamp with time zone not null default now(),
    actor text not null,
    origin text not null,
    action text not null,
    owner_type text not null default ''::text,
    owner_id text not null default ''::text,
    subject text not null default ''::text,
    before json,
    after json,
    constraint audit_log_action_check CHECK (octet_length(action) >= 1 AND octet_length(action) <= 64),
    constraint audit_log_actor_check CHECK (octet_length(actor) >= 1 AND octet_length(actor) <= 256),
    constraint audit_log_check CHECK ((owner_type = ''::text) = (owner_id = ''::text)),
    constraint audit_log_origin_check CHECK (octet_length(origin) <= 256)
) partition by RANGE (at);

create table dead_letters (
    owner_type text not null,
    owner_id text not null,
    id bigint not null,
    template text not null,
    event_id uuid not null,
    event text not null,
    data json not null,
    attempt integer not null,
    deaths integer not null,
    hops integer not null,
    accepted_at timestamp with time zone not null,
    died_at timestamp with time zone not null default now(),
    reason text not null,
    message text not null,
    failures jsonb,
    traceparent text,
    constraint dead_letters_pkey PRIMARY KEY (owner_type, owner_id, id)
);

create table delayed_deliveries (
    id bigint not null,
    due_at timestamp with time zone not null,
    slot smallint not null,
    owner_type text not null,
    owner_id text not null,
    template text not null,
    event_id uuid not null,
    event text not null,
    data json not null,
    hops integer not null default 0,
    accepted_at timestamp with time zone not null default now(),
    traceparent text,
    constraint delayed_deliveries_event_check CHECK (octet_length(event) >= 1 AND octet_length(event) <= 512),
    constraint delayed_deliveries_pkey PRIMARY KEY (owner_type, owner_id, id)
);

create table deliveries (
    slot smallint not null,
    id bigint not null generated by default as identity,
    owner_type text not null,
    owner_id text not null,
    template text not null,
    event_id uuid not null,
    event text not null,
    data json not null,
    attempt integer not null default 0,
    deaths integer not null default 0,
    hops integer not null default 0,
    not_before timestamp with time zone,
    accepted_at timestamp with time zone not null default now(),
    failures jsonb,
    traceparent text,
    constraint deliveries_event_check CHECK (octet_length(event) >= 1 AND octet_length(event) <= 512),
    constraint deliveries_pkey PRIMARY KEY (slot, id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_cost_delay=0);

create table event_results (
    owner_type text not null,
    owner_id text not null,
    event_id uuid not null,
    template text not null,
    result json,
    bytes integer,
    actions uuid[],
    created_at timestamp with time zone not null default now(),
    constraint event_results_pkey PRIMARY KEY (owner_type, owner_id, event_id, template)
);

create table history (
    owner_type text not null,
    owner_id text not null,
    template text not null,
    version integer not null,
    event_id uuid not null,
    event text not null,
    delivery bigint,
    attempt integer not null,
    outcome text not null,
    reason text,
    message text,
    stack text,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone not null default now(),
    wall_ms real not null,
    cpu_ms real not null,
    worker text not null
) partition by RANGE (finished_at);

create table idempotency_keys (
    owner_type text not null,
    owner_id text not null,
    key text not null,
    template text not null,
    event_id uuid not null,
    request_hash bytea not null,
    templates text[] not null,
    result json not null,
    created_at timestamp with time zone not null default now(),
    constraint idempotency_keys_key_check CHECK (octet_length(key) >= 1 AND octet_length(key) <= 255),
    constraint idempotency_keys_owner_id_check CHECK (octet_length(owner_id) >= 1 AND octet_length(owner_id) <= 128),
    constraint idempotency_keys_owner_type_check CHECK (octet_length(owner_type) >= 1 AND octet_length(owner_type) <= 128),
    constraint idempotency_keys_pkey PRIMARY KEY (owner_type, owner_id, key, template),
    constraint idempotency_keys_request_hash_check CHECK (octet_length(request_hash) >= 1 AND octet_length(request_hash) <= 64),
    constraint idempotency_keys_template_check CHECK (octet_length(template) >= 1 AND octet_length(template) <= 128)
);

create table lane_holds (
    owner_type text not null,
    owner_id text not null,
    template text not null default ''::text,
    kind text not null,
    slot smallint not null,
    delivery bigint,
    reason text,
    message text,
    since timestamp with time zone not null default now(),
    constraint lane_holds_check CHECK ((kind = 'parked'::text) = (delivery IS NOT NULL)),
    constraint lane_holds_kind_check CHECK (kind = ANY (ARRAY['paused'::text, 'parked'::text])),
    constraint lane_holds_pkey PRIMARY KEY (owner_type, owner_id, template, kind)
);

create table logs (
    owner_type text not null,
    owner_id text not null,
    template text not null,
    run_id uuid,
    level text not null,
    line text not null,
    logged_at timestamp with time zone not null,
    constraint logs_level_check CHECK (level = ANY (ARRAY['debug'::text, 'info'::text, 'warn'::text, 'error'::text]))
) partition by RANGE (logged_at);

create table queue_limits (
    owner_type text not null,
    owner_id text not null,
    queued_deliveries integer not null,
    constraint queue_limits_pkey PRIMARY KEY (owner_type, owner_id),
    constraint queue_limits_queued_deliveries_check CHECK (queued_deliveries > 0)
);

create table schedules (
    owner_type text not null,
    owner_id text not null,
    name text not null,
    slot smallint not null,
    template text,
    cron text not null,
    timezone text not null,
    event text not null,
    data json not null,
    catch_up text not null,
    next_at timestamp with time zone,
    last_at timestamp with time zone,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint schedules_catch_up_check CHECK (catch_up = ANY (ARRAY['none'::text, 'last'::text, 'all'::text])),
    constraint schedules_event_check CHECK (octet_length(event) >= 1 AND octet_length(event) <= 512),
    constraint schedules_name_check CHECK (octet_length(name) >= 1 AND octet_length(name) <= 512),
    constraint schedules_pkey PRIMARY KEY (owner_type, owner_id, name)
);

create table slots (
    slot smallint not null,
    owner uuid,
    fence bigint not null default 0,
    constraint slots_pkey PRIMARY KEY (slot),
    constraint slots_slot_check CHECK (slot >= 0 AND slot <= 4095)
);

create table supervisors (
    id uuid not null,
    name text not null,
    started_at timestamp with time zone not null default now(),
    expires_at timestamp with time zone not null,
    constraint supervisors_pkey PRIMARY KEY (id)
);

create table template_floors (
    owner_type text not null,
    owner_id text not null,
    last_version integer not null,
    constraint template_floors_pkey PRIMARY KEY (owner_type, owner_id)
);

create table template_policies (
    owner_type text not null,
    owner_id text not null,
    template text not null,
    max_attempts integer not null,
    backoff_base interval not null,
    backoff_cap interval not null,
    on_exhausted text not null,
    constraint template_policies_max_attempts_check CHECK (max_attempts >= 1 AND max_attempts <= 100),
    constraint template_policies_on_exhausted_check CHECK (on_exhausted = ANY (ARRAY['skip'::text, 'park'::text])),
    constraint template_policies_pkey PRIMARY KEY (owner_type, owner_id, template)
);

create table template_subscriptions (
    owner_type text not null,
    owner_id text not null,
    event text not null,
    template text not null,
    constraint template_subscriptions_pkey PRIMARY KEY (owner_type, owner_id, event, template)
);

create table template_versions (
    owner_type text not null,
    owner_id text not null,
    name text not null,
    version integer not null,
    files jsonb not null,
    settings jsonb not null,
    subscriptions text[] not null,
    checksum bytea not null,
    published_at timestamp with time zone not null default now(),
    code jsonb,
    constraint template_versions_checksum_check CHECK (octet_length(checksum) = 32),
    constraint template_versions_files_check CHECK (jsonb_typeof(files) = 'object'::text AND octet_length(files::text) <= 33554432),
    constraint template_versions_pkey PRIMARY KEY (owner_type, owner_id, name, version),
    constraint template_versions_settings_check CHECK (octet_length(settings::text) <= 1048576),
    constraint template_versions_subscriptions_check CHECK (cardinality(subscriptions) <= 1000),
    constraint template_versions_version_check CHECK (version > 0)
);

create table templates (
    owner_type text not null,
    owner_id text not null,
    name text not null,
    active_version integer not null,
    last_version integer not null,
    created_at timestamp with time zone not null default now(),
    updated_at timestamp with time zone not null default now(),
    constraint templates_check CHECK (last_version >= active_version),
    constraint templates_name_check CHECK (octet_length(name) >= 1 AND octet_length(name) <= 128),
    constraint templates_owner_id_check CHECK (octet_length(owner_id) >= 1 AND octet_length(owner_id) <= 128),
    constraint templates_owner_type_check CHECK (octet_length(owner_type) >= 1 AND octet_length(owner_type) <= 128),
    constraint templates_pkey PRIMARY KEY (owner_type, owner_id, name)
);

create table tenant_kv (
    owner_id text not null,
    key text not null,
    value jsonb,
    created_at timestamp with time zone not null default now(),
    last_updated_at timestamp with time zone not null default now(),
    scopes text[] not null default '{}'::text[],
    id text not null default gen_random_uuid()::text,
    owner_type text not null default 'guild'::text,
    constraint guild_templates_kv_pkey PRIMARY KEY (id),
    constraint kv_unique_entry UNIQUE (owner_id, owner_type, key, scopes)
);

create table tenant_kv_expiry (
    owner_type text not null,
    owner_id text not null,
    key text not null,
    scopes text[] not null default '{}'::text[],
    expires_at timestamp with time zone not null,
    hops integer not null default 0,
    constraint tenant_kv_expiry_pkey PRIMARY KEY (owner_type, owner_id, key, scopes)
);

create table tenant_state (
    owner_id text not null,
    owner_type text not null,
    events text[] not null default '{}'::text[],
    banned boolean not null default false,
    data jsonb not null default '{}'::jsonb,
    constraint tenant_state_pkey PRIMARY KEY (owner_id, owner_type)
);

create table tenant_usage (
    owner_type text not null,
    owner_id text not null,
    kind text not null,
    entries bigint not null default 0,
    bytes bigint not null default 0,
    counted_at timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone,
    constraint tenant_usage_kind_check CHECK (kind = ANY (ARRAY['keys'::text, 'dead_letters'::text])),
    constraint tenant_usage_pkey PRIMARY KEY (owner_type, owner_id, kind)
) with (fillfactor=50);

create table tenants (
    owner_type text not null,
    owner_id text not null,
    created_at timestamp with time zone not null default now(),
    suspended_at timestamp with time zone,
    suspended_until timestamp with time zone,
    suspended_reason text,
    constraint tenants_owner_check CHECK (owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$'::text AND owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'::text AND octet_length(owner_type) <= 128 AND octet_length(owner_id) <= 128),
    constraint tenants_pkey PRIMARY KEY (owner_type, owner_id),
    constraint tenants_suspended_check CHECK ((suspended_at IS NULL) = (suspended_reason IS NULL) AND (suspended_until IS NULL OR suspended_at IS NOT NULL) AND octet_length(suspended_reason) >= 1 AND octet_length(suspended_reason) <= 512)
);

create table tokens (
    prefix text not null,
    hash bytea not null,
    name text not null,
    role text not null,
    owner_type text not null default ''::text,
    owner_id text not null default ''::text,
    created_at timestamp with time zone not null default now(),
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    constraint tokens_check CHECK ((owner_type = ''::text) = (owner_id = ''::text)),
    constraint tokens_check1 CHECK ((role = ANY (ARRAY['tenant'::text, 'tenant-read'::text])) = (owner_type <> ''::text)),
    constraint tokens_hash_check CHECK (octet_length(hash) = 32),
    constraint tokens_hash_key UNIQUE (hash),
    constraint tokens_name_check CHECK (name ~ '^[A-Za-z0-9._-]{1,64}$'::text),
    constraint tokens_pkey PRIMARY KEY (prefix),
    constraint tokens_prefix_check CHECK (prefix ~ '^tw_[a-z2-7]{10}$'::text),
    constraint tokens_role_check CHECK (role = ANY (ARRAY['admin'::text, 'operator'::text, 'tenant'::text, 'tenant-read'::text]))
) with (fillfactor=70);

create table audit_log_default partition of audit_log default;

create table history_default partition of history default;

create table logs_default partition of logs default;

alter table schedules add constraint schedules_owner_check CHECK (owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$'::text AND owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'::text AND octet_length(owner_type) <= 128 AND octet_length(owner_id) <= 128) NOT VALID;

alter table template_subscriptions add constraint template_subscriptions_owner_check CHECK (owner_type ~ '^[^\u0001-\u001f\u007f-\u009f:]+$'::text AND owner_id ~ '^[^\u0001-\u001f\u007f-\u009f]+$'::text AND octet_length(owner_type) <= 128 AND octet_length(owner_id) <= 128) NOT VALID;

alter table template_versions add constraint template_versions_code_check CHECK (jsonb_typeof(code) = 'object'::text AND octet_length(code::text) <= 67108864) NOT VALID;

alter table tenant_kv add constraint tenant_kv_key_bytes CHECK (octet_length(key) >= 1 AND octet_length(key) <= 512) NOT VALID;

alter table tenant_kv add constraint tenant_kv_scopes_count CHECK (cardinality(scopes) <= 10) NOT VALID;

alter table delayed_deliveries alter column id set default nextval('deliveries_id_seq'::regclass);

CREATE INDEX accepted_events_created_at ON accepted_events USING btree (created_at);

CREATE INDEX action_channels_ready ON action_channels USING btree (route, slot, owner_type, owner_id, ready_at);

CREATE INDEX action_keys_created_at ON action_keys USING btree (created_at);

CREATE INDEX action_routes_deleted ON action_routes USING btree (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX action_routes_owner ON action_routes USING btree (owner_type, owner_id, name);

CREATE INDEX actions_channel ON actions USING btree (owner_type, owner_id, channel, route, "position") WHERE "position" IS NOT NULL;

CREATE INDEX actions_died ON actions USING btree (died_at) WHERE died_at IS NOT NULL;

CREATE INDEX actions_due ON actions USING btree (due_at) WHERE due_at IS NOT NULL;

CREATE INDEX actions_id ON actions USING btree (id);

CREATE INDEX actions_position ON actions USING btree (("position" + 0)) WHERE "position" IS NOT NULL;

CREATE INDEX audit_log_at ON ONLY audit_log USING btree (at, id);

CREATE INDEX audit_log_tenant ON ONLY audit_log USING btree (owner_type, owner_id, at, id);

CREATE INDEX delayed_deliveries_due ON delayed_deliveries USING btree (due_at);

CREATE INDEX deliveries_lane ON deliveries USING btree (owner_type, owner_id, template, id);

CREATE INDEX event_results_created_at ON event_results USING btree (created_at);

CREATE INDEX history_event ON ONLY history USING btree (event_id);

CREATE INDEX history_tenant ON ONLY history USING btree (owner_type, owner_id, finished_at);

CREATE INDEX idempotency_keys_created_at ON idempotency_keys USING btree (created_at);

CREATE INDEX lane_holds_slot ON lane_holds USING btree (slot);

CREATE INDEX logs_tenant ON ONLY logs USING btree (owner_type, owner_id, logged_at);

CREATE INDEX schedules_next ON schedules USING btree (next_at);

CREATE INDEX template_subscriptions_event ON template_subscriptions USING btree (event, owner_type, owner_id);

CREATE INDEX template_subscriptions_template ON template_subscriptions USING btree (template, owner_type, owner_id);

CREATE INDEX idx_kv_scopes_gin ON tenant_kv USING gin (scopes);

CREATE INDEX tenant_kv_key_c ON tenant_kv USING btree (owner_type, owner_id, scopes, key COLLATE "C");

CREATE INDEX tenant_kv_expiry_due ON tenant_kv_expiry USING btree (expires_at);

CREATE INDEX tenant_kv_expiry_tenant ON tenant_kv_expiry USING btree (((owner_type || ':'::text) || owner_id), expires_at);

CREATE INDEX tenant_usage_counted_at ON tenant_usage USING btree (counted_at);

CREATE INDEX tenants_suspended ON tenants USING btree (owner_type, owner_id) WHERE suspended_at IS NOT NULL;

CREATE INDEX tokens_ended ON tokens USING btree (LEAST(revoked_at, expires_at));

CREATE INDEX tokens_owner ON tokens USING btree (owner_type, owner_id, prefix);

CREATE INDEX tokens_valid ON tokens USING btree (prefix) WHERE revoked_at IS NULL;

alter table template_policies add constraint template_policies_owner_type_owner_id_template_fkey FOREIGN KEY (owner_type, owner_id, template) REFERENCES templates(owner_type, owner_id, name) ON DELETE CASCADE;

alter table template_subscriptions add constraint template_subscriptions_owner_type_owner_id_template_fkey FOREIGN KEY (owner_type, owner_id, template) REFERENCES templates(owner_type, owner_id, name) ON DELETE CASCADE;

alter table template_versions add constraint template_versions_owner_type_owner_id_name_fkey FOREIGN KEY (owner_type, owner_id, name) REFERENCES templates(owner_type, owner_id, name) ON DELETE CASCADE;

alter table templates add constraint templates_active_version_exists FOREIGN KEY (owner_type, owner_id, name, active_version) REFERENCES template_versions(owner_type, owner_id, name, version);

CREATE OR REPLACE FUNCTION template_versions_refuse_update()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
    raise exception 'template versions are immutable: publish a new version instead';
end $function$;

CREATE OR REPLACE FUNCTION template_worker_ack_actions(ids uuid[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
    gone int;
begin
    if $1 is null or cardinality($1) > 10000 then
        raise exception 'template_worker_ack_actions: ids must be an array of at most 10000 UUIDs, was %', coalesce(cardinality($1)::text, 'null')
            using errcode = 'invalid_parameter_value';
    end if;
    delete from actions a
    using (
        select f.place
        from unnest($1) u(id)
        cross join lateral (
            select x.ctid as place
            from actions x
            where x.id >= u.id and x.id <= u.id and x.route = '' and coalesce(x.position, 0) > 0
            order by x.id
            limit 1
        ) f
    ) g
    where a.ctid = g.place;
    get diagnostics gone = row_count;
    return gone;
end $function$;

CREATE OR REPLACE FUNCTION template_worker_audit_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
    raise exception 'Rows of audit_log are never changed or deleted.'
        using errcode = 'insufficient_privilege', hint = 'retention.audit says how long they are kept.';
end $function$;

CREATE OR REPLACE FUNCTION template_worker_claim_actions(consumer text, n integer)
 RETURNS TABLE(id uuid, owner_type text, owner_id text, template text, channel text, type text, data json, key text, attempts integer, sent_at timestamp with time zone, run_id uuid, event_id uuid, traceparent text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
    begun smallint := floor(random() * 4096)::smallint - 1;
    known jsonb := coalesce(nullif(current_setting('template_worker.claimed', true), '')::jsonb, jsonb_build_object('slot', begun, 'type', '', 'id', ''));
    at_slot int := (known ->> 'slot')::int;
    at_type text := known ->> 'type';
    at_id text := known ->> 'id';
    goes_round boolean := false;
    visits int := 0;
    got int := 0;
    more int;
    place record;
    found_channel record;
begin
    if $1 is null or length($1) not between 1 and 128 then
        raise exception 'template_worker_claim_actions: consumer must be 1 to 128 characters, was %', quote_nullable($1)
            using errcode = 'invalid_parameter_value';
    end if;
    if $2 is null or $2 not between 1 and 1000 then
        raise exception 'template_worker_claim_actions: n must be 1 to 1000, was %', coalesce($2::text, 'null') using errcode = 'invalid_parameter_value';
    end if;
    while got < $2 and visits < 500 loop
        select c.slot, c.owner_type, c.owner_id into place
        from action_channels c
        where c.route = '' and (c.slot, c.owner_type, c.owner_id) > (at_slot, at_type, at_id)
        order by c.route, c.slot, c.owner_type, c.owner_id
        limit 1;
        if not found then
            exit when goes_round;
            goes_round := true;
            at_slot := -1;
            at_type := '';
            at_id := '';
            continue;
        end if;
        at_slot := place.slot;
        at_type := place.owner_type;
        at_id := place.owner_id;
        visits := visits + 1;
        for turn in 1 .. 4 loop
            select c.ctid as row, c.channel, c.low into found_channel
            from action_channels c
            where c.route = '' and c.slot = place.slot and c.owner_type = place.owner_type and c.owner_id = place.owner_id
                and c.ready_at <= now() and (c.leased_until is null or c.leased_until < now())
            order by c.route, c.slot, c.owner_type, c.owner_id, c.ready_at
            limit 1
            for update skip locked;
            exit when not found;
            update action_channels c set ready_at = clock_timestamp() where c.ctid = found_channel.row;
            return query
                select a.id, a.owner_type, a.owner_id, a.template, a.channel, a.type, a.data, a.key, a.attempts, a.sent_at, a.run_id, a.event_id, a.traceparent
                from actions a
                where a.owner_type = place.owner_type and a.owner_id = place.owner_id and a.channel = found_channel.channel and a.route = ''
                    and a.position > found_channel.low
                order by a.owner_type, a.owner_id, a.channel, a.route, a.position
                limit $2 - got;
            get diagnostics more = row_count;
            got := got + more;
            exit when got >= $2;
        end loop;
    end loop;
    perform set_config('template_worker.claimed', jsonb_build_object('slot', at_slot, 'type', at_type, 'id', at_id)::text, false);
end $function$;

CREATE OR REPLACE FUNCTION template_worker_emit(owner_type text, owner_id text, name text, data jsonb DEFAULT 'null'::jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
    new_event uuid := md5(random()::text || clock_timestamp()::text || random()::text)::uuid;
    tenant_slot smallint;
    needed int;
    clock float8 := extract(epoch from clock_timestamp());
    known jsonb := coalesce(nullif(current_setting('template_worker.emitted', true), ''), '{}');
    most int;
    first_id bigint;
    waiting bigint;
begin
    if $1 is null or octet_length($1) not between 1 and 128 or $1 ~ '[[:cntrl:]:]' then
        raise exception 'template_worker_emit: owner_type must be 1 to 128 bytes without control characters and colons, was %', quote_nullable($1)
            using errcode = 'invalid_parameter_value';
    end if;
    if $2 is null or octet_length($2) not between 1 and 128 or $2 ~ '[[:cntrl:]]' then
        raise exception 'template_worker_emit: owner_id must be 1 to 128 bytes without control characters, was %', quote_nullable($2)
            using errcode = 'invalid_parameter_value';
    end if;
    if $3 is null or length($3) not between 1 and 128 or $3 ~ '[[:cntrl:]]' then
        raise exception 'template_worker_emit: name must be 1 to 128 characters without control characters, was %', quote_nullable($3)
            using errcode = 'invalid_parameter_value';
    end if;
    if $4 is null or octet_length($4::text) > 8388608 then
        raise exception 'template_worker_emit: data must be JSON of at most 8388608 bytes (to emit nothing, pass ''null''::jsonb)'
            using errcode = 'invalid_parameter_value';
    end if;
    if exists (select from tenant_state s where s.owner_type = $1 and s.owner_id = $2 and s.banned) then
        raise exception 'template_worker_emit: the tenant %:% is banned', $1, $2 using errcode = 'object_not_in_prerequisite_state';
    end if;
    needed := (select count(*) from template_subscriptions s where s.owner_type = $1 and s.owner_id = $2 and s.event = $3);
    if needed = 0 then
        return new_event;
    end if;
    if known ->> 'tenant' is distinct from $1 || ':' || $2 or (known ->> 'counted')::float8 not between clock - 60 and clock then
        known := jsonb_build_object('tenant', $1 || ':' || $2, 'counted', clock, 'floor', 0);
    end if;
    if (known ->> 'until')::float8 between clock and clock + 10 and (known ->> 'left')::int >= needed then
        known := known || jsonb_build_object('left', (known ->> 'left')::int - needed);
    else
        most := coalesce(
            (select l.queued_deliveries from queue_limits l where l.owner_type = $1 and l.owner_id = $2),
            (select l.queued_deliveries from queue_limits l where l.owner_type = '' and l.owner_id = ''),
            10000);
        select coalesce(sum(c.waiting), 0), min(c.first_id) into waiting, first_id
        from (
            select count(*) as waiting, min(r.id) as first_id
            from (
                select lane.id
                from templates t
                cross join lateral (
                    select d.id
                    from deliveries d
                    where d.owner_type = $1 and d.owner_id = $2 and d.template = t.name and d.id > (known ->> 'floor')::bigint
                    order by d.owner_type, d.owner_id, d.template, d.id
                    limit most
                ) lane
                where t.owner_type = $1 and t.owner_id = $2
                limit most
            ) r
            union all
            select count(*), min(p.id)
            from (
                select d.id
                from delayed_deliveries d
                where d.owner_type = $1 and d.owner_id = $2 and d.id > (known ->> 'floor')::bigint
                limit most
            ) p
        ) c;
        if waiting + needed > most then
            raise exception 'template_worker_emit: the tenant %:% has % deliveries waiting, and at most % may (limits.queued_deliveries); emit again when some have run',
                $1, $2, waiting, most using errcode = 'configuration_limit_exceeded';
        end if;
        known := known || jsonb_build_object(
            'floor', coalesce(first_id - 1, (select case when s.is_called then s.last_value else 0 end from deliveries_id_seq s)), 'until', clock + 10, 'left', greatest((most - waiting) / 2 - needed, 0));
    end if;
    perform txid_current();
    tenant_slot := template_worker_slot($1, $2);
    insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
    select tenant_slot, $1, $2, s.template, new_event, $3, $4::text::json
    from template_subscriptions s
    where s.owner_type = $1 and s.owner_id = $2 and s.event = $3
    order by s.template;
    perform pg_notify('template_worker_wake', tenant_slot::text);
    perform set_config('template_worker.emitted', known::text, false);
    return new_event;
end $function$;

CREATE OR REPLACE FUNCTION template_worker_slot(owner_type text, owner_id text)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
    select ((get_byte(h, 0) * 256 + get_byte(h, 1)) % 4096)::smallint
    from sha256(convert_to(owner_type || ':' || owner_id, 'UTF8')) h
$function$;

CREATE OR REPLACE FUNCTION template_worker_tenant_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
    tenant text;
begin
    if tg_op = 'DELETE' then
        tenant := old.owner_type || ':' || old.owner_id;
    else
        tenant := new.owner_type || ':' || new.owner_id;
    end if;
    if octet_length(tenant) < 8000 then
        perform pg_notify('template_worker_tenant', tenant);
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION template_worker_token_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
    if tg_op = 'DELETE' then
        perform pg_notify('template_worker_token', old.prefix);
    else
        perform pg_notify('template_worker_token', new.prefix);
    end if;
    return null;
end $function$;

CREATE OR REPLACE FUNCTION templates_keep_floor()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
    insert into template_floors as f (owner_type, owner_id, last_version)
    values (old.owner_type, old.owner_id, old.last_version)
    on conflict (owner_type, owner_id) do update set last_version = greatest(f.last_version, excluded.last_version);
    return null;
end $function$;

CREATE OR REPLACE FUNCTION templates_keep_subscriptions()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
    delete from template_subscriptions
    where owner_type = new.owner_type and owner_id = new.owner_id and template = new.name;
    insert into template_subscriptions (owner_type, owner_id, event, template)
    select distinct new.owner_type, new.owner_id, e.event, new.name
    from template_versions v
    cross join unnest(v.subscriptions) e(event)
    where v.owner_type = new.owner_type and v.owner_id = new.owner_id and v.name = new.name and v.version = new.active_version;
    return null;
end $function$;

CREATE TRIGGER audit_log_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION template_worker_audit_kept();

CREATE TRIGGER template_policies_changed AFTER INSERT OR DELETE OR UPDATE ON template_policies FOR EACH ROW EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER template_versions_immutable BEFORE UPDATE ON template_versions FOR EACH ROW EXECUTE FUNCTION template_versions_refuse_update();

CREATE TRIGGER templates_changed AFTER INSERT OR DELETE OR UPDATE ON templates FOR EACH ROW EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER templates_deleted AFTER DELETE ON templates FOR EACH ROW EXECUTE FUNCTION templates_keep_floor();

CREATE TRIGGER templates_resubscribed AFTER UPDATE ON templates FOR EACH ROW WHEN (old.active_version IS DISTINCT FROM new.active_version) EXECUTE FUNCTION templates_keep_subscriptions();

CREATE TRIGGER templates_subscribed AFTER INSERT ON templates FOR EACH ROW EXECUTE FUNCTION templates_keep_subscriptions();

CREATE TRIGGER tenant_state_ban_changed AFTER UPDATE ON tenant_state FOR EACH ROW WHEN (old.banned IS DISTINCT FROM new.banned) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tenant_state_ban_made AFTER INSERT ON tenant_state FOR EACH ROW WHEN (new.banned) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tenant_state_ban_removed AFTER DELETE ON tenant_state FOR EACH ROW WHEN (old.banned) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tenants_suspended_changed AFTER UPDATE ON tenants FOR EACH ROW WHEN (old.suspended_at IS DISTINCT FROM new.suspended_at OR old.suspended_until IS DISTINCT FROM new.suspended_until OR old.suspended_reason IS DISTINCT FROM new.suspended_reason) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tenants_suspended_made AFTER INSERT ON tenants FOR EACH ROW WHEN (new.suspended_at IS NOT NULL) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tenants_suspended_removed AFTER DELETE ON tenants FOR EACH ROW WHEN (old.suspended_at IS NOT NULL) EXECUTE FUNCTION template_worker_tenant_changed();

CREATE TRIGGER tokens_changed AFTER UPDATE OF hash, name, role, owner_type, owner_id, expires_at, revoked_at ON tokens FOR EACH ROW EXECUTE FUNCTION template_worker_token_changed();

CREATE TRIGGER tokens_made_or_removed AFTER INSERT OR DELETE ON tokens FOR EACH ROW EXECUTE FUNCTION template_worker_token_changed();

revoke execute on function template_worker_ack_actions(ids uuid[]) from public;

revoke execute on function template_worker_claim_actions(consumer text, n integer) from public;

revoke execute on function template_worker_emit(owner_type text, owner_id text, name text, data jsonb) from public;
