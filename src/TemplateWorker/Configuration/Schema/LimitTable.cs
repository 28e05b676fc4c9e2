using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The limits that a tenant has.</summary>
internal static class LimitTable
{
    private const int KiB = 1 << 10;
    private const int MiB = 1 << 20;

    // What the tables hold by their CHECK constraints, and what one answer of a worker holds: configuration can only lower these.
    private const int MostKeyBytes = 512;
    private const int MostScopes = 10;
    private const int MostTemplates = 256;

    private static readonly DurationSyntax RunTime = new(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10));

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey<TenantLimits>> Keys { get; } =
    [
        Key("wall_time", RunTime, o => o.WallTime, (o, v) => o with { WallTime = v }, "Time one run may take: its CPU time, and waiting for what it asked for. Time without a processor does not count."),
        Key("cpu_time", RunTime, o => o.CpuTime, (o, v) => o with { CpuTime = v }, "CPU time one run may use; at most `wall_time`."),
        Key("heap", new SizeSyntax(4 * MiB, 16L << 30), o => o.HeapBytes, (o, v) => o with { HeapBytes = v }, "Memory of the tenant's heap."),
        Key("key", new ByteCountSyntax(1, MostKeyBytes), o => o.KeyBytes, (o, v) => o with { KeyBytes = v }, "The longest key."),
        Key("value", new ByteCountSyntax(KiB, 16 * MiB), o => o.ValueBytes, (o, v) => o with { ValueBytes = v },
            "The largest value of a key, or of the tenant's state, as JSON."),
        Key("writes", new ByteCountSyntax(KiB, 64 * MiB), o => o.WritesBytes, (o, v) => o with { WritesBytes = v },
            "What one run may write in all: keys, values, state, events (once for each template that subscribes), actions and schedules, and 512 bytes for each row. "
            + "More ends it as `TooManyBytesWritten`. At least `value` and `event_payload`."),
        Key("scopes", new IntegerSyntax(0, MostScopes), o => o.Scopes, (o, v) => o with { Scopes = v }, "The most scopes of one key."),
        Key("event_payload", new ByteCountSyntax(KiB, 8 * MiB), o => o.EventPayloadBytes, (o, v) => o with { EventPayloadBytes = v },
            "The largest payload of an event, as JSON."),
        Key("result", new ByteCountSyntax(KiB, MiB), o => o.ResultBytes, (o, v) => o with { ResultBytes = v },
            "The largest result of a handler, as JSON."),
        Key("kept_result", new ByteCountSyntax(0, MiB), o => o.KeptResultBytes, (o, v) => o with { KeptResultBytes = v },
            "The largest result of a stored event that is kept for `retention.results`, as JSON. A larger one is left out; the run completes all the same."),
        Key("log_lines", new IntegerSyntax(0, 10_000), o => o.LogLines, (o, v) => o with { LogLines = v },
            "Lines one run may log; one more ends it as `TooManyLogLines`."),
        Key("log_line", new ByteCountSyntax(64, 64 * KiB), o => o.LogLineBytes, (o, v) => o with { LogLineBytes = v },
            "The longest log line; a longer one is cut."),
        Key("templates", new IntegerSyntax(1, MostTemplates), o => o.Templates, (o, v) => o with { Templates = v },
            "Templates the tenant may have. Times `result` at most 16MiB."),
        Key("template_files", new ByteCountSyntax(KiB, 8 * MiB), o => o.TemplateFilesBytes, (o, v) => o with { TemplateFilesBytes = v },
            "All files of one template together."),
        Key("queue", new IntegerSyntax(1, 1_000_000), o => o.Queue, (o, v) => o with { Queue = v },
            "The tenant's dispatches that may wait; the next one is refused with 429. At most `workers.queue`."),
        Key("queued_deliveries", new IntegerSyntax(1, 10_000_000), o => o.QueuedDeliveries, (o, v) => o with { QueuedDeliveries = v },
            "The tenant's deliveries that may wait in its lanes. The next event is refused with 429, a run that emits one ends as `QueueFull`, `template_worker_emit` fails with 53400, a schedule fires nothing."),
        Key("emitted_events", new IntegerSyntax(0, 1_000), o => o.EmittedEvents, (o, v) => o with { EmittedEvents = v },
            "Events one run may emit; one more ends it as `TooManyEvents`."),
        Key("sent_actions", new IntegerSyntax(0, 1_000), o => o.SentActions, (o, v) => o with { SentActions = v },
            "Actions one run may send; one more ends it as `TooManyActions`."),
        Key("action_payload", new ByteCountSyntax(KiB, 4 * MiB), o => o.ActionPayloadBytes, (o, v) => o with { ActionPayloadBytes = v },
            "The largest payload of an action, as JSON. More ends the run as `ActionTooLarge`."),
        Key("waiting_actions", new IntegerSyntax(1, 10_000_000), o => o.WaitingActions, (o, v) => o with { WaitingActions = v },
            "The tenant's actions that may wait to be taken, delayed ones included. A run that sends one more ends as `QuotaExceeded`."),
        Key("waiting_action_bytes", new SizeSyntax(KiB, 16L << 30), o => o.WaitingActionBytes, (o, v) => o with { WaitingActionBytes = v },
            "The payloads of the tenant's waiting actions, together. A run that sends more ends as `QuotaExceeded`. At least `action_payload`."),
        Key("hops", new IntegerSyntax(1, 1_000), o => o.Hops, (o, v) => o with { Hops = v },
            "Length of a chain of events that emit each other; one more ends the run as `TooManyHops`."),
        Key("schedules", new IntegerSyntax(0, 10_000), o => o.Schedules, (o, v) => o with { Schedules = v },
            "Schedules the tenant may have; a run that makes one more ends as `TooManySchedules`."),
        Key("keys", new IntegerSyntax(1, 1_000_000_000), o => o.Keys, (o, v) => o with { Keys = v },
            "Keys the tenant may keep; what makes one more is refused as `QuotaExceeded`, by HTTP with 507."),
        Key("storage", new SizeSyntax(64 * KiB, 16L << 40), o => o.StorageBytes, (o, v) => o with { StorageBytes = v },
            "Bytes the tenant's keys may take: name, scopes and value of each as JSON, rounded up to 256. More is refused as `keys`."),
        Key("dead_letters", new IntegerSyntax(0, 1_000_000), o => o.DeadLetters, (o, v) => o with { DeadLetters = v },
            "Dead letters the tenant may have; a delivery that would be one more parks its lane as `QuotaExceeded`."),
        Key("dead_letter_bytes", new SizeSyntax(0, 1L << 40), o => o.DeadLetterBytes, (o, v) => o with { DeadLetterBytes = v },
            "Bytes the payloads of the tenant's dead letters may take; a delivery that would exceed them parks its lane."),
        Key("template_versions", new IntegerSyntax(1, 1_000), o => o.TemplateVersions, (o, v) => o with { TemplateVersions = v },
            "Versions a template may have, the active one among them; the oldest go when one more is published."),
        Key("conflict_attempts", new IntegerSyntax(1, 100), o => o.ConflictAttempts, (o, v) => o with { ConflictAttempts = v },
            "How often a run is tried when other runs change what it read; then it ends as `Conflict`."),
        .. RateTable.Keys,
    ];

    private static TypedKey<TenantLimits, TValue> Key<TValue>(
        string name, ValueSyntax<TValue> syntax, Func<TenantLimits, TValue> get,
        Func<TenantLimits, TValue, TenantLimits> with, string help) =>
        new(name, syntax, get, with, help);
}
