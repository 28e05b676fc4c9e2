using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Api.Workers;

/// <summary>
/// Checks whether the database answers and has this binary's schema, at most once a second however often it is called, because callers
/// need no token. Answers name no host; the log does, once when an outage begins and once when it ends.
/// Safe for concurrent use until it is disposed.
/// </summary>
internal sealed partial class DatabaseProbe(Migrator migrator, TimeProvider time, ILogger<DatabaseProbe> logger) : IAsyncDisposable
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    /// <summary>The time limit of a check.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<DatabaseHealth>? _latest;
    private long _startedAt;
    private long? _troubleSince;

    public Task<DatabaseHealth> CheckAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is not { IsCompleted: false } && (_latest is null || time.GetElapsedTime(_startedAt) >= MaxAge))
            {
                _startedAt = time.GetTimestamp();
                _latest = LookAsync();
            }

            return _latest!.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task? latest;
        lock (_gate)
        {
            latest = _latest;
        }

        await (latest ?? Task.CompletedTask);
        _stopping.Dispose();
    }

    private async Task<DatabaseHealth> LookAsync()
    {
        // Off the caller's thread and out of its lock.
        await Task.Yield();
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            var status = await migrator.StatusAsync(linked.Token);
            NoteWorking();
            return new DatabaseHealth(CheckAnswer.Passed, SchemaOf(status));
        }
        catch (OperationCanceledException)
        {
            return _stopping.IsCancellationRequested
                ? Unusable("The server is stopping.")
                : Failed("timeout", $"no answer within {Timeout.TotalSeconds} s");
        }
        catch (StorageException exception)
        {
            return Failed(JsonNamingPolicy.SnakeCaseLower.ConvertName(exception.Fault.ToString()), exception.Message);
        }
    }

    private static CheckAnswer SchemaOf(MigrationStatus status)
    {
        if (status.IsCurrent)
        {
            return CheckAnswer.Passed;
        }

        return new CheckAnswer(false, status.Unknown.Count > 0
            ? $"The database has migrations that this version does not know: {string.Join(", ", status.Unknown)}."
            : $"Migrations are missing: {string.Join(", ", status.Pending)}.");
    }

    private DatabaseHealth Failed(string fault, string reason)
    {
        if (_troubleSince is null)
        {
            _troubleSince = time.GetTimestamp();
            Log.Unusable(logger, fault, reason);
        }

        return Unusable($"Database unavailable ({fault}); see the server's log.");
    }

    private static DatabaseHealth Unusable(string detail) => new(
        new CheckAnswer(false, detail), new CheckAnswer(false, "Unknown while the database is unavailable."));

    // Only one check runs at a time, so these fields need no lock.
    private void NoteWorking()
    {
        if (_troubleSince is { } since)
        {
            _troubleSince = null;
            Log.UsableAgain(logger, time.GetElapsedTime(since).TotalSeconds);
        }
    }
}

/// <summary>The result of the latest check of the database.</summary>
/// <param name="Database">Whether it answered.</param>
/// <param name="Schema">Whether its schema is this binary's.</param>
internal sealed record DatabaseHealth(CheckAnswer Database, CheckAnswer Schema);
