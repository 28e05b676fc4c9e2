using System.Globalization;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Text;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>Builds the two arguments of a handler.</summary>
internal static class HandlerArguments
{
    public static ScriptCall Create(TenantSession session, PendingRun pending, Guid runId, DateTimeOffset now)
    {
        var name = JsonSerializer.Serialize(pending.EventName, RunsJsonContext.Default.String);
        var deadline = now.Add(session.Limits.WallTime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var attempt = pending.Attempt.ToString(CultureInfo.InvariantCulture);
        return new ScriptCall
        {
            EventName = pending.EventName,
            EventJson = $$"""{"id":"{{pending.EventId}}","name":{{name}},"data":{{pending.DataJson}}}""",
            ContextJson = $$"""{"runId":"{{runId}}","attempt":{{attempt}},"tenant":{{session.TenantJson}},"deadline":{{deadline}}}""",
        };
    }
}
