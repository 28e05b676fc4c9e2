using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The limits of what a tenant uses in a minute.</summary>
internal static class RateTable
{
    private static readonly IntegerSyntax Count = new(1, 100_000_000);

    /// <summary>The keys, in the order of the documentation.</summary>
    public static IReadOnlyList<ConfigKey<TenantLimits>> Keys { get; } =
    [
        Key(TenantRate.Events, Count, r => r.Events, (r, v) => r with { Events = v },
            "Events stored for the tenant by HTTP in a minute; further ones are refused with 429."),
        Key(TenantRate.Runs, Count, r => r.Runs, (r, v) => r with { Runs = v },
            "Runs in a minute, those included that fail or are repeated. Beyond this and the rates below, the tenant's deliveries wait and its immediate calls are refused with 429."),
        Key(TenantRate.ThreadTime, new DurationSyntax(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)),
            r => r.ThreadTime, (r, v) => r with { ThreadTime = v },
            "Time on script threads in a minute: computing, and waiting for the database. `1m` is no limit, since a tenant has one run at a time."),
        Key(TenantRate.EmittedEvents, Count, r => r.EmittedEvents, (r, v) => r with { EmittedEvents = v },
            "Events that runs emit in a minute."),
        Key(TenantRate.LogLines, Count, r => r.LogLines, (r, v) => r with { LogLines = v },
            "Lines that templates log in a minute."),
        Key(TenantRate.WrittenBytes, new SizeSyntax(1 << 10, 64L << 30), r => r.WrittenBytes, (r, v) => r with { WrittenBytes = v },
            "Bytes that runs write in a minute: keys, values, state, and payloads of emitted events and schedules."),
    ];

    private static TypedKey<TenantLimits, TValue> Key<TValue>(
        TenantRate rate, ValueSyntax<TValue> syntax, Func<TenantRates, TValue> get, Func<TenantRates, TValue, TenantRates> with, string help) =>
        new(rate.Setting()["limits.".Length..], syntax, o => get(o.Rates), (o, v) => o with { Rates = with(o.Rates, v) }, help);
}
