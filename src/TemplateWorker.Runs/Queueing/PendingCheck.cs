using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;

namespace TemplateWorker.Runs.Queueing;

/// <summary>A template that waits for its check.</summary>
internal sealed class PendingCheck(ulong callId, ScriptSource source, Action<CheckOutcome> finished) : TenantWork(callId)
{
    public ScriptSource Source { get; } = source;

    public void Finish(CheckOutcome outcome) => finished(outcome);

    public override void Refuse(EventRefusal reason, string message) => finished(new CheckOutcome.Refused(reason, message));
}
