using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Logging;

/// <summary>
/// Tells the operator of deliveries that were given up: a line each, up to <see cref="MaxLines"/> in <see cref="Period"/>, then their
/// number, so that a template that fails at every event does not fill the log. Thread-safe.
/// </summary>
internal sealed partial class GivenUpLog(TimeProvider time, ILogger logger)
{
    /// <summary>Lines in one period.</summary>
    public const int MaxLines = 20;

    /// <summary>The period.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long _periodFrom = time.GetTimestamp();
    private int _lines;
    private int _untold;

    /// <summary>A delivery's attempt has ended, and the end is committed.</summary>
    public void Note(Delivery delivery, DeliveryEnd end)
    {
        var failure = end switch
        {
            DeliveryEnd.Dead dead => dead.Failure,
            DeliveryEnd.Park park => park.Failure,
            _ => null,
        };
        if (failure is null || !TakeLine(out var untold))
        {
            return;
        }

        if (untold > 0)
        {
            Log.Untold(logger, untold);
        }

        if (end is DeliveryEnd.Dead)
        {
            Log.Dead(logger, delivery.Id, delivery.Event.Name, delivery.Tenant, delivery.Template, delivery.Attempt + 1, failure.Reason);
        }
        else
        {
            Log.Parked(logger, delivery.Id, delivery.Event.Name, delivery.Tenant, delivery.Template, delivery.Attempt + 1, failure.Reason);
        }
    }

    private bool TakeLine(out int untold)
    {
        lock (_gate)
        {
            untold = 0;
            if (time.GetElapsedTime(_periodFrom) >= Period)
            {
                (_periodFrom, _lines, untold, _untold) = (time.GetTimestamp(), 0, _untold, 0);
            }

            if (_lines == MaxLines)
            {
                _untold++;
                return false;
            }

            _lines++;
            return true;
        }
    }
}
