using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Running;
using TemplateWorker.TestKit.Http;

namespace TemplateWorker.Demo.Tests;

public sealed class WorkerKillTests
{
    [Fact]
    public async Task The_process_of_a_ready_worker_is_killed_and_its_replacement_is_waited_for()
    {
        using var victim = Process.Start("sleep", ["600"]);
        await using var server = await ServerAsync(() => victim.HasExited
            ? Workers("starting", null, "ready", 11)
            : Workers("ready", victim.Id, "ready", 11),
            then: Workers("ready", 12, "ready", 11));

        var replacement = await KillAsync(server);

        await victim.WaitForExitAsync();
        victim.ExitCode.ShouldBe(128 + 9);
        replacement.ShouldBe(new WorkerReplacement(0, victim.Id, 12, replacement.Recovery));
    }

    [Fact]
    public async Task Without_a_ready_worker_there_is_nothing_to_kill()
    {
        await using var server = await ServerAsync(() => Workers("starting", null, "starting", null), Workers("starting", null, "starting", null));

        (await Should.ThrowAsync<DemoException>(() => KillAsync(server))).Message.ShouldContain("No worker is ready");
    }

    private static async Task<WorkerReplacement> KillAsync(LoopbackServer server)
    {
        using var api = new WorkerApi(server.Address, "secret");
        return await new WorkerKill(api, TimeProvider.System).RunAsync(CancellationToken.None);
    }

    /// <summary>Answers twice by <paramref name="first"/>, and from then on with <paramref name="then"/>.</summary>
    private static Task<LoopbackServer> ServerAsync(Func<object> first, object then)
    {
        var calls = 0;
        return LoopbackServer.StartAsync(app => app.MapGet("/v1/workers", () => Results.Json(Interlocked.Increment(ref calls) > 2 ? then : first())));
    }

    private static object Workers(string firstState, int? firstPid, string secondState, int? secondPid) => new
    {
        workers = new[] { new { number = 0, state = firstState, pid = firstPid }, new { number = 1, state = secondState, pid = secondPid } },
    };
}
