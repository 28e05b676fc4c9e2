using System.Globalization;
using System.Text;
using TemplateWorker.Configuration.Options;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Templates.Transactions;

/// <summary>The events that a run has emitted so far, and whether it may emit another.</summary>
/// <param name="limits">Of the tenant.</param>
/// <param name="hops">Those of the event that the run is for.</param>
/// <param name="time">For the ids.</param>
internal sealed class RunEmits(TenantLimits limits, int hops, TimeProvider time)
{
    private readonly List<EmittedEvent> _events = [];

    public IReadOnlyList<EmittedEvent> Events => _events;

    /// <summary>The limit that one more event with this payload would break; null when it may be emitted.</summary>
    public RunAborted.LimitBreached? Breach(string dataJson)
    {
        if (_events.Count >= limits.EmittedEvents)
        {
            return new RunAborted.LimitBreached("TooManyEvents", $"A run may emit {limits.EmittedEvents} events.");
        }

        if (hops >= limits.Hops)
        {
            return new RunAborted.LimitBreached(
                "TooManyHops",
                $"The event of this run is the {hops}. in a chain of emitted events, and {limits.Hops} are allowed: templates emit events for each other in a circle.");
        }

        var bytes = dataJson.Length <= limits.EventPayloadBytes / 3 ? 0 : Encoding.UTF8.GetByteCount(dataJson);
        return bytes > limits.EventPayloadBytes
            ? new RunAborted.LimitBreached("EventTooLarge", $"The data of an event may have {limits.EventPayloadBytes} bytes of JSON, this has {bytes}.")
            : null;
    }

    /// <returns>The event's id as a JSON string.</returns>
    public string Add(string name, string dataJson, string delayMilliseconds, string? key)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        _events.Add(new EmittedEvent
        {
            EventId = id,
            Name = name,
            DataJson = dataJson,
            Hops = hops + 1,
            Delay = TimeSpan.FromMilliseconds(double.Parse(delayMilliseconds, CultureInfo.InvariantCulture)),
            Key = key,
        });
        return $"\"{id}\"";
    }
}
