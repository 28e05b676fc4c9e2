using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Deliveries;
using DurationSyntax = TemplateWorker.Api.Syntax.DurationSyntax;
using TimeSyntax = TemplateWorker.Api.Syntax.TimeSyntax;

namespace TemplateWorker.Api.Events;

/// <summary>Checks an event that is to be stored.</summary>
internal sealed class NewEvents(LimitOptions limits, SuspendedTenants suspended, TimeProvider time)
{
    /// <summary>How far ahead an event may be put.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(366);

    private static readonly TimeSyntax TimeSyntax = new();
    private static readonly DurationSyntax DelaySyntax = new(TimeSpan.Zero, MaxDelay);

    /// <param name="tenant">For whom.</param>
    /// <param name="envelope">As it was sent.</param>
    /// <param name="headerKey">The idempotency key of the header, checked; null when there is none.</param>
    /// <param name="headerTrace">That of the header; null when there is none.</param>
    /// <param name="isBodyKept">Whether the body stays in memory until the event is stored, so that its payload need not be copied.</param>
    public Checked<NewEvent> Check(TenantId tenant, EventEnvelope envelope, string? headerKey, TraceParent? headerTrace, bool isBodyKept = false)
    {
        var maxBytes = limits.For(tenant).EventPayloadBytes;
        if ((suspended.Refusal(tenant) ?? EventRules.NameProblem(envelope.Name) ?? KeyProblem(envelope.IdempotencyKey, headerKey) ?? EventRules.TraceProblem(envelope.Trace)) is { } problem)
        {
            return problem;
        }

        if (envelope.Data.Length > maxBytes)
        {
            return Problem.TooLarge("data", "limits.event_payload", maxBytes, envelope.Data.Length);
        }

        var (delay, delayProblem) = ReadDelay(envelope);
        var (notBefore, timeProblem) = ReadTime(envelope.NotBefore);
        if ((delayProblem ?? timeProblem) is { } refusal)
        {
            return refusal;
        }

        var key = envelope.IdempotencyKey ?? headerKey;
        return new NewEvent
        {
            Tenant = tenant,
            EventId = Guid.CreateVersion7(time.GetUtcNow()),
            Name = envelope.Name!,
            // A copy: the body's buffer returns to the pool when the caller leaves, and the event may be stored later.
            Data = isBodyKept ? envelope.Data : envelope.Data.ToArray(),
            Delay = delay,
            NotBefore = notBefore,
            IdempotencyKey = key,
            RequestHash = key is null ? null : EventFingerprint.Of(envelope.Name!, envelope.Data.Span),
            MaxQueued = null,
            Trace = TraceParent.Parse(envelope.Trace) ?? headerTrace,
        };
    }

    private static Problem? KeyProblem(string? key, string? headerKey)
    {
        if (key is null)
        {
            return null;
        }

        return headerKey is not null && headerKey != key
            ? Problem.BrokenRule("idempotency_key", key, $"must equal the {EventsEndpoint.IdempotencyKey} header when both are given")
            : EventRules.KeyProblem("idempotency_key", key);
    }

    private static Checked<TimeSpan?> ReadDelay(EventEnvelope envelope)
    {
        if (envelope.Delay is not { } text)
        {
            return (TimeSpan?)null;
        }

        if (envelope.NotBefore is not null)
        {
            return Problem.BrokenRule("delay", text, "must not be given together with not_before");
        }

        var (delay, fault) = DelaySyntax.Parse(text);
        return fault is null ? delay : Problem.InvalidParameter("delay", text, $"delay {fault}.");
    }

    private Checked<DateTimeOffset?> ReadTime(string? text)
    {
        if (text is null)
        {
            return (DateTimeOffset?)null;
        }

        var (parsed, fault) = TimeSyntax.Parse(text);
        if (fault is not null)
        {
            return Problem.InvalidParameter("not_before", text, $"not_before {fault}.");
        }

        return parsed - time.GetUtcNow() > MaxDelay
            ? Problem.BrokenRule("not_before", text, $"must be at most {MaxDelay.TotalDays} days ahead")
            : (DateTimeOffset?)parsed;
    }
}
