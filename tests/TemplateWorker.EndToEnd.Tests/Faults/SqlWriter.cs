using Npgsql;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>A program that emits events from SQL, a few tenants' in one transaction, and takes its time to commit.</summary>
/// <param name="flow">Whose book the committed ones go into.</param>
/// <param name="stream">The sender's number.</param>
/// <param name="longest">The longest that a transaction stays open.</param>
internal sealed class SqlWriter(EventFlow flow, int stream, TimeSpan longest)
{
    private const int EventsPerTransaction = 5;
    private const int OneInRolledBack = 5;

    public int Committed { get; private set; }

    public int RolledBack { get; private set; }

    /// <summary>Writes one transaction after the other, for at least a time.</summary>
    public async Task WriteAsync(TimeSpan span)
    {
        await using var connection = await flow.Database.ConnectAsync();
        for (var started = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(started) < span;)
        {
            await WriteOneAsync(connection);
        }
    }

    private async Task WriteOneAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var emitted = new List<AcceptedEvent>();
        for (var i = 0; i < EventsPerTransaction; i++)
        {
            var tenant = Random.Shared.Next(flow.Tenants);
            var number = flow.NextNumber(tenant, stream);
            emitted.Add(new AcceptedEvent(tenant, stream, number, await EmitAsync(connection, tenant, number), default));
            await Task.Delay(longest * Random.Shared.NextDouble() / EventsPerTransaction, TimeProvider.System);
        }

        if (Random.Shared.Next(OneInRolledBack) == 0)
        {
            await transaction.RollbackAsync();
            RolledBack++;
            return;
        }

        await transaction.CommitAsync();
        Committed++;
        emitted.ForEach(item => flow.Accept(item with { At = TimeProvider.System.GetUtcNow() }));
    }

    private async Task<Guid> EmitAsync(NpgsqlConnection connection, int tenant, int number)
    {
        await using var command = new NpgsqlCommand(
            $"select template_worker_emit('{FlowTemplate.OwnerType}', $1, '{FlowTemplate.Event}', $2::jsonb)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = FlowTemplate.Tenant(tenant)[(FlowTemplate.OwnerType.Length + 1)..] },
                new NpgsqlParameter { Value = FlowTemplate.Data(stream, number, 0) },
            },
        };
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}
