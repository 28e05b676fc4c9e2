using System.Text.Json;
using TemplateWorker.Api.Tests.Support;

namespace TemplateWorker.Console.Tests.Support;

/// <summary>A tenant that writes markup, bidi controls and long lines wherever it may write.</summary>
internal static class HostileTenant
{
    /// <summary>Ends attributes, elements and comments, begins scripts, reorders what follows, and hides characters.</summary>
    public const string Text = "\"'><script>document.title='owned'</script><img src=x onerror=alert(1)>--></textarea></title>&lt;\u202Egnp.exe\u2066\u200B\u0007";

    /// <summary>The same without a control character, which names must not have.</summary>
    public static readonly string Name = Text.Replace("\u0007", "", StringComparison.Ordinal);

    /// <summary>A line without a place to break it.</summary>
    public static readonly string Long = Text + new string('W', 1 << 20);

    public static async Task FillAsync(ApiServer api)
    {
        var quoted = Sql(Name);
        var line = Sql(Long.Replace("\u0007", "", StringComparison.Ordinal));
        await api.Database.ExecuteAsync($$"""
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message, failures)
            values ('guild', '1', 1, 'a', gen_random_uuid(), {{quoted}}, json_build_object({{quoted}}, {{line}}), 1, 0, 0, now(), 'ScriptError', {{line}},
                jsonb_build_array(jsonb_build_object('attempt', 1, 'at', now(), 'reason', 'ScriptError', 'message', {{line}}, 'stack', {{line}}, 'worker', 'h:1/0', 'wall_ms', 1)));
            insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack, started_at, wall_ms, cpu_ms, worker)
            values ('guild', '1', 'a', 1, gen_random_uuid(), {{quoted}}, 1, 1, 'dead', {{quoted}}, {{line}}, {{line}}, now(), 1, 1, 'h:1/0');
            insert into logs (owner_type, owner_id, template, run_id, level, line, logged_at) values ('guild', '1', 'a', null, 'error', {{line}}, now());
            insert into lane_holds (owner_type, owner_id, template, kind, slot, delivery, reason, message)
            values ('guild', '1', 'a', 'parked', 1, 1, {{quoted}}, {{line}});
            insert into tenant_usage (owner_type, owner_id, kind, entries) values ('<script>', {{quoted}}, 'keys', 1);
            """);
        api.Workers.OnCheck = check => new Ipc.Messages.TemplateChecked(check.DispatchId, [Name[..60]], new Dictionary<string, string>(), null);
        const string Tenant = "/v1/tenants/guild/1";
        await PutAsync(api, $"{Tenant}/templates/a", JsonSerializer.Serialize(new
        {
            files = new Dictionary<string, string> { ["index.js"] = $"// {Text}\n" },
            settings = new Dictionary<string, string> { ["x"] = Text },
        }));
        await PutAsync(api, $"{Tenant}/kv/{Uri.EscapeDataString(Text[..40])}", JsonSerializer.Serialize(Text + new string('W', 100_000)));
        await PutAsync(api, $"{Tenant}/schedules/{Uri.EscapeDataString(Name)}", """{"cron": "0 8 * * *", "event": "<b>digest</b>"}""");
    }

    private static async Task PutAsync(ApiServer api, string path, string json)
    {
        var answer = await api.SendAsync("PUT", path, json);
        answer.Status.ShouldBeLessThan(300, answer.Text);
    }

    private static string Sql(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
