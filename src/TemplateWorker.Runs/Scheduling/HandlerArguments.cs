using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Text;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>Builds the two arguments of a handler.</summary>
internal static class HandlerArguments
{
    public static ScriptCall Create(TenantSession session, PendingRun pending, Guid runId, DateTimeOffset now)
    {
        var deadline = now.Add(session.Limits.WallTime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var attempt = pending.Attempt.ToString(CultureInfo.InvariantCulture);
        return new ScriptCall
        {
            EventName = pending.Event.Name,
            EventJson = EventJson(pending.Event),
            ContextJson = $$"""{"runId":"{{runId}}","attempt":{{attempt}},"tenant":{{session.TenantJson}},"deadline":{{deadline}}}""",
        };
    }

    /// <summary>The engines take UTF-16. This is the only place where a payload changes its encoding, and it is decoded into its final place.</summary>
    private static string EventJson(TenantEvent @event)
    {
        var name = JsonSerializer.Serialize(@event.Name, RunsJsonContext.Default.String);
        var head = $$"""{"id":"{{@event.Id}}","name":{{name}},"data":""";
        var length = head.Length + Encoding.UTF8.GetCharCount(@event.Data.Span) + 1;
        return string.Create(length, (head, @event.Data), static (text, parts) =>
        {
            parts.head.CopyTo(text);
            Encoding.UTF8.GetChars(parts.Data.Span, text[parts.head.Length..]);
            text[^1] = '}';
        });
    }
}
