using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Administration;

/// <summary>Tokens that were issued: the hash of each, never its text, and the prefix that names it.</summary>
/// <remarks>
/// A tenant of two empty texts is that of a token for all tenants. The space that is left in each page is for <c>last_used_at</c>, which no index has.
/// </remarks>
internal sealed class TokensTable() : SqlMigration("tokens", """
    create table tokens (
        prefix text primary key check (prefix ~ '^tw_[a-z2-7]{10}$'),
        hash bytea not null unique check (octet_length(hash) = 32),
        name text not null check (name ~ '^[A-Za-z0-9._-]{1,64}$'),
        role text not null check (role in ('admin', 'operator', 'tenant', 'tenant-read')),
        owner_type text not null default '',
        owner_id text not null default '',
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        check ((owner_type = '') = (owner_id = '')),
        check ((role in ('tenant', 'tenant-read')) = (owner_type <> ''))
    ) with (fillfactor = 70);
    create index tokens_owner on tokens (owner_type, owner_id, prefix);
    create index tokens_valid on tokens (prefix) where revoked_at is null;
    create index tokens_ended on tokens (least(revoked_at, expires_at))
    """, """
    drop table tokens
    """);
