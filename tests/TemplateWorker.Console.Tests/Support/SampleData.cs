using System.Globalization;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests.Support;

/// <summary>Rows of tenants for the pages to show.</summary>
internal static class SampleData
{
    /// <summary>Dead letters of two causes, ids 1 to 12 and 13 to 15; history, log lines and a usage counter of <see cref="ApiServer.Tenant"/>.</summary>
    public static Task FillAsync(TestDatabase database) => database.ExecuteAsync("""
        insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, died_at, reason, message, failures)
        select 'guild', '1', n, case when n < 13 then 'greeter' else 'billing' end, gen_random_uuid(), 'member.join',
            json_build_object('member', json_build_object('id', n, 'name', 'Ada')), 5, 0, 0, now() - interval '1 hour', now() - n * interval '1 minute',
            case when n < 13 then 'ScriptError' else 'CpuLimit' end,
            case when n < 13 then 'TypeError: member ' || n || ' has no ''locale''' else 'The run used more than 2 s of CPU time.' end,
            jsonb_build_array(jsonb_build_object('attempt', 5, 'at', now(), 'reason', 'ScriptError', 'message', 'TypeError: member ' || n || ' has no ''locale''',
                'stack', 'at greet (index.js:12:7)', 'worker', 'host:1/0', 'wall_ms', 12.5))
        from generate_series(1, 15) n;
        insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, started_at, finished_at,
            wall_ms, cpu_ms, worker)
        select 'guild', '1', 'greeter', 3, gen_random_uuid(), 'member.join', n, 1, case when n % 5 = 0 then 'retry' else 'done' end,
            case when n % 5 = 0 then 'ScriptError' end, case when n % 5 = 0 then 'TypeError: no locale' end, now(), now() - n * interval '1 second', 12.5, 3.25, 'host:1/0'
        from generate_series(1, 130) n;
        insert into logs (owner_type, owner_id, template, run_id, level, line, logged_at)
        select 'guild', '1', 'greeter', gen_random_uuid(), (array['debug', 'info', 'warn', 'error'])[1 + n % 4], 'greeted member ' || n, now() - n * interval '1 second'
        from generate_series(1, 130) n;
        """);

    /// <summary>Templates, keys and a schedule of the tenant, through the API; the checks of templates need a worker.</summary>
    public static async Task PublishAsync(ApiServer api)
    {
        const string Tenant = "/v1/tenants/guild/1";
        foreach (var name in (string[])["greeter", "billing", "counter"])
        {
            (await api.SendAsync("PUT", $"{Tenant}/templates/{name}", """{"files": {"index.js": "on('member.join', (event) => {\n  kv.increment('seen');\n});\n"}}"""))
                .Status.ShouldBeLessThan(300);
        }

        for (var number = 0; number < 120; number++)
        {
            var key = number.ToString("000", CultureInfo.InvariantCulture);
            (await api.SendAsync("PUT", $"{Tenant}/kv/member:{key}", $$"""{"name": "Ada", "visits": {{number}}}""")).Status.ShouldBeLessThan(300);
        }

        (await api.SendAsync("PUT", $"{Tenant}/schedules/daily", """{"cron": "0 8 * * *", "timezone": "Europe/Paris", "event": "digest"}""")).Status.ShouldBeLessThan(300);
    }
}
