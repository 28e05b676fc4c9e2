using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Schedules;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The schedules that a run has created, changed or removed, and whether it may create another.</summary>
/// <remarks>
/// The names are read once, when the run first needs them. A tenant's runs do not overlap, so the limit holds for them;
/// an operator who saves schedules at the same moment may exceed it.
/// </remarks>
/// <param name="tenant">The owner.</param>
/// <param name="template">The template that runs.</param>
/// <param name="limits">Of the tenant.</param>
/// <param name="store">Reads existing names and the database's time.</param>
internal sealed class RunSchedules(TenantId tenant, string template, TenantLimits limits, ScheduleStore store)
{
    private readonly Dictionary<string, (ScheduleWrite Write, MeteredWrite Metered)> _writes = new(StringComparer.Ordinal);
    private HashSet<string>? _names;
    private DateTimeOffset _now;

    public IReadOnlyList<ScheduleWrite> Writes => _writes.Count == 0 ? [] : [.. _writes.Values.Select(write => write.Write)];

    /// <summary>Copies the state for a follow-up run; this instance stays unchanged.</summary>
    public RunSchedules Follow()
    {
        var next = new RunSchedules(tenant, template, limits, store) { _names = _names is null ? null : [.. _names], _now = _now };
        foreach (var (name, write) in _writes)
        {
            next._writes.Add(name, write);
        }

        return next;
    }

    /// <summary>The limit that a schedule of this name with this payload would breach; null when it may be saved.</summary>
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
                "TooManySchedules", $"A tenant may have at most {limits.Schedules} schedules, so '{name}' cannot be added. Remove some with events.unschedule.")
            : null;
    }

    /// <summary>Makes a schedule, or replaces the one of that name.</summary>
    /// <exception cref="ScriptHostException">The expression or the time zone is not one.</exception>
    public void Add(string name, string cron, string timeZone, string eventName, string dataJson, string catchUp, WriteMeter written)
    {
        var schedule = CronSchedule.Parse(cron, timeZone) switch
        {
            CronParse.Valid(var valid) => valid,
            CronParse.Invalid(var fault) => throw new ScriptHostException("RangeError", $"events.schedule: {fault}"),
            _ => throw new InvalidOperationException("Unexpected outcome of the parser."),
        };
        Names().Add(name);
        Put(written, new ScheduleWrite(name, new ScheduleContent
        {
            Cron = cron,
            TimeZone = timeZone,
            EventName = eventName,
            DataJson = dataJson,
            CatchUp = CatchUpWords.Parse(catchUp),
            Template = template,
            NextAt = schedule.Next(_now),
        }));
    }

    /// <returns>Whether there was one.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public bool Remove(string name, WriteMeter written)
    {
        var existed = Names().Remove(name);
        if (existed)
        {
            Put(written, new ScheduleWrite(name, null));
        }

        return existed;
    }

    private void Put(WriteMeter written, ScheduleWrite write)
    {
        MeteredWrite? replaced = _writes.TryGetValue(write.Name, out var earlier) ? earlier.Metered : null;
        _writes[write.Name] = (write, written.Count(RunWeight.OfSchedule(write.Name, write.Content?.DataJson), replaced, "schedule", write.Name));
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
