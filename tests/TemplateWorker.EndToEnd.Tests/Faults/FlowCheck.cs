using System.Text.Json;
using Npgsql;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>Compares what stands in the database with the book of a flow.</summary>
internal sealed class FlowCheck(EventFlow flow, MachineClock clock)
{
    private const string Logs = $"""
        select owner_id::int, substring(key from '[0-9]+$')::int, value::text
        from tenant_kv where owner_type = '{FlowTemplate.OwnerType}' and key like '{FlowTemplate.LogPrefix}%'
        """;

    private const string Counters = $"""
        select owner_id::int, (value #>> '{"{}"}')::int
        from tenant_kv where owner_type = '{FlowTemplate.OwnerType}' and key = '{FlowTemplate.Counter}'
        """;

    private const string Done = $"""
        select event_id, finished_at from history where owner_type = '{FlowTemplate.OwnerType}' and outcome = 'done'
        """;

    private const string Repeats = $"""
        select count(*) from history where owner_type = '{FlowTemplate.OwnerType}' and outcome = 'retry'
        """;

    private const string Known = $"""
        select event_id from deliveries where owner_type = '{FlowTemplate.OwnerType}'
        union select event_id from history where owner_type = '{FlowTemplate.OwnerType}'
        """;

    private const string GivenUp = $"select count(*) from dead_letters where owner_type = '{FlowTemplate.OwnerType}'";

    private const string Left = $"select count(*) from deliveries where owner_type = '{FlowTemplate.OwnerType}'";

    private HashSet<AcceptedEvent> _missing = [];

    /// <summary>The accepted events that the database has never had; see <see cref="NoteMissingAsync"/>.</summary>
    public IReadOnlySet<AcceptedEvent> Missing => _missing;

    /// <summary>
    /// Notes which of the events that were accepted until now the database has never had: it is to serve in the place of an earlier
    /// one, and nothing has written to it yet. These may not have an effect; all others must.
    /// </summary>
    public async Task NoteMissingAsync()
    {
        var accepted = flow.Accepted;
        var known = (await RowsAsync(Known, row => row.GetGuid(0))).ToHashSet();
        _missing = [.. accepted.Where(item => item.EventId is { } id && !known.Contains(id))];
    }

    /// <summary>How many deliveries wait or run.</summary>
    public Task<long> LeftAsync() => flow.Database.ReadAsync<long>(Left);

    /// <summary>Waits until no delivery is left.</summary>
    public Task DrainedAsync(Func<string> describe) => Eventually.HoldsAsync(async () => await LeftAsync() == 0, describe);

    /// <summary>Looks at everything; nothing may be under way any more.</summary>
    public async Task<FlowFindings> ReadAsync()
    {
        var effects = await RowsAsync(
            Logs, row => (Place: (row.GetInt32(0), row.GetInt32(1)), Numbers: JsonSerializer.Deserialize<int[]>(row.GetString(2))!));
        var counters = (await RowsAsync(Counters, row => (row.GetInt32(0), row.GetInt32(1)))).ToDictionary();
        var done = (await RowsAsync(Done, row => (Event: row.GetGuid(0), At: row.GetFieldValue<DateTimeOffset>(1)))).ToLookup(row => row.Event, row => row.At);
        var book = flow.Accepted.Where(item => !_missing.Contains(item)).ToList();
        var accepted = book.Select(item => (item.Tenant, item.Stream, item.Number)).ToHashSet();
        var seen = effects.SelectMany(effect => effect.Numbers.Select(number => (effect.Place.Item1, effect.Place.Item2, number))).ToList();
        var known = book.Where(item => item.EventId is not null).ToList();
        return new FlowFindings
        {
            Events = accepted.Count,
            Missing = _missing.Count,
            Lost = accepted.Except(seen).Count(),
            Doubled = seen.Count - seen.Distinct().Count(accepted.Contains),
            Disordered = effects.Sum(effect => effect.Numbers.Zip(effect.Numbers.Skip(1)).Count(pair => pair.Second < pair.First)),
            Miscounted = book.CountBy(item => item.Tenant).Count(tenant => counters.GetValueOrDefault(tenant.Key) != tenant.Value),
            Unrecorded = known.Count(item => done[item.EventId!.Value].Count() != 1) + Math.Abs(accepted.Count - done.Sum(item => item.Count())),
            GivenUp = await flow.Database.ReadAsync<long>(GivenUp),
            Repeated = (int)await flow.Database.ReadAsync<long>(Repeats),
            LongestWait = known.SelectMany(item => done[item.EventId!.Value].Select(at => new Wait(item.At, at - item.At))).MaxBy(clock.During),
        };
    }

    /// <summary>The longest time after a moment until a lane, of those that ran at all after it, was running again.</summary>
    public async Task<Wait> StandstillAsync(DateTimeOffset moment)
    {
        await using var connection = await flow.Database.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"""
            select coalesce(max(first), interval '0') from (
                select min(finished_at) - $1 as first
                from history where owner_type = '{FlowTemplate.OwnerType}' and outcome = 'done' and finished_at > $1
                group by owner_id
            ) lanes
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = moment });
        return new Wait(moment, (TimeSpan)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>The 99th percentile of the time from an answer to the effect, of events that were accepted in a span of time.</summary>
    public async Task<TimeSpan> NinetyNinthAsync(DateTimeOffset from, DateTimeOffset to, Func<int, bool> tenants)
    {
        var done = (await RowsAsync(Done, row => (Event: row.GetGuid(0), At: row.GetFieldValue<DateTimeOffset>(1))))
            .ToDictionary(row => row.Event, row => row.At);
        var waits = flow.Accepted
            .Where(item => item.EventId is not null && item.At >= from && item.At < to && tenants(item.Tenant))
            .Select(item => done[item.EventId!.Value] - item.At)
            .Order()
            .ToList();
        return waits.Count == 0 ? TimeSpan.Zero : waits[(waits.Count * 99 / 100) - (waits.Count % 100 == 0 ? 1 : 0)];
    }

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await flow.Database.ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
