using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Runs.Logging;

/// <summary>
/// Stores log lines of templates in the background, in batches. Writing never waits: when <see cref="Capacity"/> lines or
/// <see cref="MaxCharacters"/> are waiting, a line is dropped, and the worker's log reports the number of dropped lines once a minute.
/// </summary>
/// <remarks>Thread-safe. Each line gets a distinct time, in the order of writing, because paging relies on it.</remarks>
internal sealed partial class ScriptLogWriter : IAsyncDisposable
{
    /// <summary>The most waiting lines.</summary>
    public const int Capacity = 10_000;

    /// <summary>The most characters of waiting lines, those of the statement under way included.</summary>
    public const int MaxCharacters = 16 << 20;

    /// <summary>The most lines of one statement; a full batch is stored without delay.</summary>
    public const int Batch = 500;

    /// <summary>Characters after which a batch ends.</summary>
    private const int BatchCharacters = 1 << 20;

    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMinutes(1);

    private readonly Channel<LogLine> _lines = Channel.CreateBounded<LogLine>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<LogLine> _taken = new(Batch);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _work;
    private long _lastTime;
    private long _dropped;
    private long _characters;
    private long _reportedAt;

    /// <summary>Starts writing. Disposal stores waiting lines within <see cref="EndWithin"/>.</summary>
    public ScriptLogWriter(LogStore store, TimeProvider time, ILogger<ScriptLogWriter> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        _work = RunAsync(_stopping.Token);
    }

    /// <summary>How long disposal waits for the database before it gives up the waiting lines, and reports how many.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Queues a line, or drops it.</summary>
    public void Write(TenantId tenant, string template, Guid? runId, LogSeverity severity, string text)
    {
        var line = new LogLine
        {
            Tenant = tenant,
            Template = template,
            RunId = runId,
            Severity = severity,
            Text = text,
            LoggedAt = NextTime(),
        };
        if (Interlocked.Add(ref _characters, text.Length) > MaxCharacters || !_lines.Writer.TryWrite(line))
        {
            Interlocked.Add(ref _characters, -text.Length);
            Interlocked.Increment(ref _dropped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        _stopping.CancelAfter(EndWithin);
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            Log.LostAtEnd(_logger, _taken.Count + _lines.Reader.Count, EndWithin.TotalSeconds);
        }

        _stopping.Dispose();
    }

    // PostgreSQL stores microseconds.
    private DateTimeOffset NextTime()
    {
        var now = _time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Interlocked.Read(ref _lastTime);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _lastTime, next, last) == last)
            {
                return new DateTimeOffset(next * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
            }
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (await _lines.Reader.WaitToReadAsync(stopping))
        {
            if (_lines.Reader.Count < Batch)
            {
                await Task.Delay(Gather, _time, stopping);
            }

            var characters = 0L;
            while (_taken.Count < Batch && characters < BatchCharacters && _lines.Reader.TryRead(out var line))
            {
                _taken.Add(line);
                characters += line.Text.Length;
            }

            await StoreAsync(_taken, stopping);
            _taken.Clear();
            Interlocked.Add(ref _characters, -characters);
            ReportDropped();
        }
    }

    private async Task StoreAsync(List<LogLine> lines, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await _store.WriteAsync(lines, stopping);
                return;
            }
            catch (StorageException fault) when (fault.IsTransient)
            {
                // While the database is unavailable, lines wait, and new ones are dropped when the queue is full.
                ReportDropped();
                await Task.Delay(AfterFault, _time, stopping);
            }
            catch (StorageException fault)
            {
                Log.Lost(_logger, lines.Count, fault.Message);
                return;
            }
        }
    }

    private void ReportDropped()
    {
        if (Interlocked.Read(ref _dropped) == 0 || (_reportedAt != 0 && _time.GetElapsedTime(_reportedAt) < BetweenReports))
        {
            return;
        }

        _reportedAt = _time.GetTimestamp();
        Log.Dropped(_logger, Interlocked.Exchange(ref _dropped, 0));
    }
}
