using System.Text;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Worker;

/// <summary>Converts outcomes of runs into messages of the protocol.</summary>
internal static class Answers
{
    private static readonly Dictionary<string, string> NoCode = new(StringComparer.Ordinal);

    public static DispatchFinished To(ulong dispatchId, EventOutcome outcome) => outcome switch
    {
        EventOutcome.Finished finished => new DispatchFinished
        {
            DispatchId = dispatchId,
            Status = DispatchStatus.Completed,
            Message = null,
            EventId = finished.EventId,
            Results = finished.Runs.Count == 0 ? [] : [.. finished.Runs.Select(To)],
        },
        EventOutcome.Refused refused => new DispatchFinished
        {
            DispatchId = dispatchId,
            Status = To(refused.Reason),
            Message = refused.Message,
            EventId = Guid.Empty,
            Results = [],
            Rate = refused.Hold is { } hold ? To(hold) : null,
        },
        _ => throw new InvalidOperationException($"Unexpected outcome {outcome.GetType().Name}."),
    };

    /// <summary>The same answer with each result replaced by the reason for its absence.</summary>
    public static DispatchFinished WithoutValues(DispatchFinished answer) => answer with
    {
        Results = [.. answer.Results.Select(result => result.Value.IsEmpty ? result : result with
        {
            Value = default,
            Error = new RunError("ResultTooLarge", "The run is committed, but the results of all templates together exceed the size of one answer.", null),
        })],
    };

    public static TemplateChecked To(ulong dispatchId, CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Accepted accepted => new TemplateChecked(dispatchId, accepted.Subscriptions, accepted.Code, null),
        CheckOutcome.Faulty faulty => new TemplateChecked(dispatchId, [], NoCode, To(faulty.Failure)),
        CheckOutcome.Refused refused => new TemplateChecked(
            dispatchId, [], NoCode, new TemplateFault { Reason = refused.Reason.ToString(), Message = refused.Message }),
        _ => throw new InvalidOperationException($"Unexpected outcome {outcome.GetType().Name}."),
    };

    public static HeldTenant To(TenantId tenant, RateHold hold) => new(tenant.ToString(), To(hold));

    private static UsedUpRate To(RateHold hold) => new(hold.Rate.Setting(), hold.Limit, hold.Wait);

    private static RunResult To(RunReport report) => new()
    {
        Template = report.Template,
        Version = report.Version,
        Value = report.ResultJson is null ? default : Encoding.UTF8.GetBytes(report.ResultJson),
        Error = report.Failure is { } failure ? new RunError(failure.Reason, failure.Message, failure.Stack) : null,
        Repeats = report.Repeats,
        Wall = report.Wall,
        Cpu = report.Cpu,
    };

    private static TemplateFault To(ScriptFailure failure) => new()
    {
        Reason = failure.Reason.ToString(),
        Message = failure.Message,
        File = failure.File,
        Line = failure.Line,
        Column = failure.Column,
    };

    private static DispatchStatus To(EventRefusal reason) => reason switch
    {
        EventRefusal.TenantBanned => DispatchStatus.TenantBanned,
        EventRefusal.QueueFull => DispatchStatus.QueueFull,
        EventRefusal.Draining => DispatchStatus.Draining,
        EventRefusal.StorageUnavailable => DispatchStatus.StorageUnavailable,
        EventRefusal.IdempotencyKeyReused => DispatchStatus.IdempotencyKeyReused,
        EventRefusal.InternalFault => DispatchStatus.InternalFault,
        EventRefusal.RateLimited => DispatchStatus.RateLimited,
        EventRefusal.Cancelled => DispatchStatus.Cancelled,
        _ => throw new InvalidOperationException($"Unexpected refusal {reason}."),
    };
}
