using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;

namespace TemplateWorker.Api.Workers;

/// <summary>
/// Checks whether the database answers, takes writes and has this binary's schema, at most once a second however often it is called, because callers
/// need no token. Answers name no host; the log does, once when an outage begins and once when it ends.
/// Safe for concurrent use until it is disposed.
/// </summary>
internal sealed partial class DatabaseProbe(
    Migrator migrator, WriteCheck writes, StorageTrouble trouble, TimeProvider time, ILogger<DatabaseProbe> logger) : IAsyncDisposable
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

    /// <summary>Answers within <see cref="Timeout"/>, whatever the check does.</summary>
    public async Task<DatabaseHealth> CheckAsync(CancellationToken cancellationToken)
    {
        Task<DatabaseHealth> latest;
        TimeSpan left;
        lock (_gate)
        {
            if (_latest is not { IsCompleted: false } && (_latest is null || time.GetElapsedTime(_startedAt) >= MaxAge))
            {
                _startedAt = time.GetTimestamp();
                _latest = LookAsync();
            }

            latest = _latest!;
            left = Timeout - time.GetElapsedTime(_startedAt);
        }

        try
        {
            return await latest.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The driver has not even noticed that the check was cancelled.
            return NoAnswer();
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

        // A check that ignores its cancellation is left to the end of the process.
        await Task.WhenAny(latest ?? Task.CompletedTask, Task.Delay(Timeout, time));
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
            await writes.RequireAsync(trouble.IsWriteSuspected, linked.Token);
            trouble.NoteWritable();
            NoteWorking();
            return new DatabaseHealth(CheckAnswer.Passed, SchemaOf(status));
        }
        catch (OperationCanceledException)
        {
            return _stopping.IsCancellationRequested
                ? Unusable("The server is stopping.")
                : NoAnswer();
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

    private DatabaseHealth NoAnswer() => Failed("timeout", $"no answer within {Timeout.TotalSeconds} s");

    private DatabaseHealth Failed(string fault, string reason)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _troubleSince is null;
            _troubleSince ??= time.GetTimestamp();
        }

        if (isFirst)
        {
            Log.Unusable(logger, fault, reason);
        }

        return Unusable($"Database unavailable ({fault}); see the server's log.");
    }

    private static DatabaseHealth Unusable(string detail) => new(
        new CheckAnswer(false, detail), new CheckAnswer(false, "Unknown while the database is unavailable."));

    private void NoteWorking()
    {
        long? troubleSince;
        lock (_gate)
        {
            (troubleSince, _troubleSince) = (_troubleSince, null);
        }

        if (troubleSince is { } since)
        {
            Log.UsableAgain(logger, time.GetElapsedTime(since).TotalSeconds);
        }
    }
}

/// <summary>The result of the latest check of the database.</summary>
/// <param name="Database">Whether it answered.</param>
/// <param name="Schema">Whether its schema is this binary's.</param>
internal sealed record DatabaseHealth(CheckAnswer Database, CheckAnswer Schema);
