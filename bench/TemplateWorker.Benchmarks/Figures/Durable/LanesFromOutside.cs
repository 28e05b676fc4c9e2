using Npgsql;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>Holds and frees all lanes in one statement, and looks how far they are: past everything that is measured.</summary>
internal sealed class LanesFromOutside(string connectionString)
{
    /// <summary>Seldom: a look walks over all rows that a held snapshot keeps.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Pauses every tenant of the benchmark, as the HTTP API does it one by one.</summary>
    public Task HoldAsync(CancellationToken cancellationToken) => ExecuteAsync(
        """
        with held as (
            insert into lane_holds (owner_type, owner_id, template, kind, slot)
            select owner_type, owner_id, '', 'paused', template_worker_slot(owner_type, owner_id) from templates
            on conflict do nothing returning slot)
        select pg_notify('template_worker_wake', slot::text) from held
        """,
        cancellationToken);

    /// <summary>Lets all go on.</summary>
    public Task FreeAsync(CancellationToken cancellationToken) => ExecuteAsync(
        "with freed as (delete from lane_holds returning slot) select pg_notify('template_worker_wake', slot::text) from freed", cancellationToken);

    /// <summary>Waits until no delivery is left.</summary>
    /// <returns>When the last one was committed, by the server's clock, which is this machine's.</returns>
    public async Task<DateTimeOffset> DrainedAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await using var source = NpgsqlDataSource.Create(connectionString);
        try
        {
            while ((bool)(await ScalarAsync(source, "select exists (select from deliveries)", patience.Token))!)
            {
                await Task.Delay(Glance, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"Some deliveries were not done within {Patience.TotalMinutes:F0} min.");
        }

        return new DateTimeOffset((DateTime)(await ScalarAsync(source, "select max(finished_at) from history", cancellationToken))!);
    }

    /// <summary>How much disk the queue takes.</summary>
    public async Task<long> QueueBytesAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return (long)(await ScalarAsync(source, "select pg_total_relation_size('deliveries')", cancellationToken))!;
    }

    /// <summary>When the runs of these events started, by the workers' clock, which is this machine's.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> StartsAsync(IReadOnlyCollection<Guid> events, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("select event_id, started_at from history where event_id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = events.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var starts = new Dictionary<Guid, DateTimeOffset>();
        while (await reader.ReadAsync(cancellationToken))
        {
            starts.Add(reader.GetGuid(0), new DateTimeOffset(reader.GetDateTime(1)));
        }

        return starts;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
