using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps;

/// <summary>The recorded answers of events that carried an idempotency key: one row per template that ran for the event.</summary>
/// <remarks><c>result</c> is json, not jsonb, because a repetition is answered with the very text. The index is for the sweep of old rows.</remarks>
internal sealed class IdempotencyTable() : SqlMigration("idempotency_keys", """
    create table idempotency_keys (
        owner_type text not null check (octet_length(owner_type) between 1 and 128),
        owner_id text not null check (octet_length(owner_id) between 1 and 128),
        key text not null check (octet_length(key) between 1 and 255),
        template text not null check (octet_length(template) between 1 and 128),
        event_id uuid not null,
        request_hash bytea not null check (octet_length(request_hash) between 1 and 64),
        templates text[] not null,
        result json not null,
        created_at timestamptz not null default now(),
        primary key (owner_type, owner_id, key, template)
    );
    create index idempotency_keys_created_at on idempotency_keys (created_at)
    """, """
    drop table idempotency_keys
    """);
