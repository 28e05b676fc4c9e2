using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateWorker.JavaScript;

namespace TemplateWorker.Templates.Scheduling;

/// <summary>Builds the two arguments of a handler.</summary>
internal static class ScriptCalls
{
    public static ScriptCall Create(TenantSession session, PendingEvent pending, Guid runId, DateTimeOffset now)
    {
        var name = JsonSerializer.Serialize(pending.Call.EventName, TemplatesJsonContext.Default.String);
        var data = Encoding.UTF8.GetString(pending.Call.Data.Span);
        var deadline = now.Add(session.Limits.WallTime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var attempt = (pending.Repeats + 1).ToString(CultureInfo.InvariantCulture);
        return new ScriptCall
        {
            EventName = pending.Call.EventName,
            EventJson = $$"""{"id":"{{pending.EventId}}","name":{{name}},"data":{{data}}}""",
            ContextJson = $$"""{"runId":"{{runId}}","attempt":{{attempt}},"tenant":{{session.TenantJson}},"deadline":{{deadline}}}""",
        };
    }
}
