using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Due;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Removes expired keys.</summary>
internal sealed partial class ExpiryWork(ExpiryStore store, LimitOptions limits, TimeProvider time, ILogger<ExpiryWork> logger) : IDueWork
{
    private const int Batch = 500;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private int _silenced;
    private long _reportedAt;

    public string Name => "Expiring keys";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => store.UntilNextAsync(cancellationToken);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken)
    {
        var pass = await store.SweepAsync(Batch, limits, cancellationToken);
        _silenced += pass.Silenced;
        if (_silenced > 0 && (_reportedAt == 0 || time.GetElapsedTime(_reportedAt) >= ReportInterval))
        {
            Log.Silenced(logger, _silenced, ExpiryStore.EventName);
            (_silenced, _reportedAt) = (0, time.GetTimestamp());
        }

        return pass.Settled;
    }
}
