using TemplateWorker.JavaScript.Port;
using TemplateWorker.Schedules;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The schedules that a run has made, changed or removed so far, and whether it may make another.</summary>
/// <remarks>
/// The names are read once, when the run first needs them. Runs of a tenant follow each other, so the limit holds for them;
/// an operator who writes schedules at the same moment may take it over the limit by what is written then.
/// </remarks>
/// <param name="tenant">Whose they are.</param>
/// <param name="template">That makes them.</param>
/// <param name="limits">Of the tenant.</param>
/// <param name="store">Knows what there is, and the time from which on a schedule's times count.</param>
internal sealed class RunSchedules(TenantId tenant, string template, TenantLimits limits, ScheduleStore store)
{
    private readonly Dictionary<string, ScheduleWrite> _writes = new(StringComparer.Ordinal);
    private HashSet<string>? _names;
    private DateTimeOffset _now;

    public IReadOnlyCollection<ScheduleWrite> Writes => _writes.Values;

    /// <summary>Those of a run that goes on from here, and leaves these alone.</summary>
    public RunSchedules Follow()
    {
        var next = new RunSchedules(tenant, template, limits, store) { _names = _names is null ? null : [.. _names], _now = _now };
        foreach (var (name, write) in _writes)
        {
            next._writes.Add(name, write);
        }

        return next;
    }

    /// <summary>The limit that a schedule of this name with this payload would break; null when it may be made.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public RunAborted.LimitBreached? Breach(string name, string dataJson)
    {
        if (LimitGuard.Exceeds(dataJson, limits.EventPayloadBytes, out var bytes))
        {
            return new RunAborted.LimitBreached(
                "EventTooLarge", $"An event's data may have at most {limits.EventPayloadBytes} bytes of JSON; that of the schedule '{name}' has {bytes}.");
        }

        return Names().Count >= limits.Schedules && !Names().Contains(name)
            ? new RunAborted.LimitBreached(
                "TooManySchedules", $"A tenant may have {limits.Schedules} schedules, and there is none called '{name}' yet. Remove some with events.unschedule.")
            : null;
    }

    /// <summary>Makes a schedule, or replaces the one of that name.</summary>
    /// <exception cref="ScriptHostException">The expression or the time zone is not one.</exception>
    public void Add(string name, string cron, string timeZone, string eventName, string dataJson, string catchUp)
    {
        var schedule = CronSchedule.Parse(cron, timeZone) switch
        {
            CronParse.Valid(var valid) => valid,
            CronParse.Invalid(var fault) => throw new ScriptHostException("RangeError", $"events.schedule: {fault}"),
            _ => throw new InvalidOperationException("Unexpected outcome of the parser."),
        };
        Names().Add(name);
        _writes[name] = new ScheduleWrite(name, new ScheduleContent
        {
            Cron = cron,
            TimeZone = timeZone,
            EventName = eventName,
            DataJson = dataJson,
            CatchUp = catchUp,
            Template = template,
            NextAt = schedule.Next(_now),
        });
    }

    /// <returns>Whether there was one.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public bool Remove(string name)
    {
        var existed = Names().Remove(name);
        if (existed)
        {
            _writes[name] = new ScheduleWrite(name, null);
        }

        return existed;
    }

    private HashSet<string> Names()
    {
        if (_names is null)
        {
            var found = store.ReadNames(tenant);
            (_names, _now) = ([.. found.Names], found.Now);
        }

        return _names;
    }
}
