using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Routing;

/// <summary>
/// Logs storage failures of requests without a line for each: a transient fault is logged at most
/// once per <see cref="Quiet"/>, with the number of suppressed ones; any other fault is always logged. Safe for concurrent use.
/// </summary>
internal sealed partial class StorageTrouble(TimeProvider time, ILogger<StorageTrouble> logger)
{
    /// <summary>How long further transient faults are only counted.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _lastTold;
    private int _untold;
    private int _isWriteSuspected;

    /// <summary>Whether a request or a run failed in a way that a full disk causes, until <see cref="NoteWritable"/>.</summary>
    public bool IsWriteSuspected => Volatile.Read(ref _isWriteSuspected) != 0;

    /// <summary>A check has written.</summary>
    public void NoteWritable() => Volatile.Write(ref _isWriteSuspected, 0);

    /// <summary>A worker could not store what a request of a caller had it do; the worker has logged why.</summary>
    public void NoteWorkerFailed() => Volatile.Write(ref _isWriteSuspected, 1);

    public void Note(StorageException exception)
    {
        if (exception.Fault is StorageFault.ValueRefused or StorageFault.ConstraintViolated)
        {
            // The caller's value, and the caller is told.
            return;
        }

        if (exception.Fault == StorageFault.ServerResources)
        {
            Volatile.Write(ref _isWriteSuspected, 1);
        }

        if (!StorageProblem.IsOutage(exception))
        {
            Log.Refused(logger, exception.Fault, exception.Message);
        }
        else if (TakeTurn() is { } untold)
        {
            Log.Unavailable(logger, exception.Fault, exception.Message, untold);
        }
    }

    /// <returns>The number of suppressed faults since the last log line; null when it is too early for another.</returns>
    private int? TakeTurn()
    {
        lock (_gate)
        {
            if (_lastTold is { } last && time.GetElapsedTime(last) < Quiet)
            {
                _untold++;
                return null;
            }

            _lastTold = time.GetTimestamp();
            var untold = _untold;
            _untold = 0;
            return untold;
        }
    }
}
