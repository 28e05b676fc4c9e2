namespace TemplateWorker.Benchmarks.Figures.Baselines;

/// <summary>The transaction of figure a: the statement of PutKey with a value that the client brings, for the tenants of the events.</summary>
internal static class UpsertScript
{
    public static async Task<string> WriteAsync(string folder, int tenants, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "upsert.sql");
        await File.WriteAllTextAsync(
            file,
            $$"""
            \set tenant random(1, {{tenants}})
            \set value random(1, 1000000)
            insert into tenant_kv (owner_type, owner_id, key, scopes, value) values ('guild', :tenant::int::text, 'upsert', '{}', to_jsonb(:value::int)) on conflict (owner_id, owner_type, key, scopes) do update set value = excluded.value, last_updated_at = now();

            """,
            cancellationToken);
        return file;
    }
}
