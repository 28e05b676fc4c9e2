using Microsoft.Extensions.Logging;
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

    public void Note(StorageException exception)
    {
        if (exception.Fault is StorageFault.ValueRefused or StorageFault.ConstraintViolated)
        {
            // The caller's value, and the caller is told.
            return;
        }

        if (!exception.IsTransient)
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
