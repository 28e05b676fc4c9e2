using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>
/// A template that nothing stops but the end of its process. Its delivery is quarantined after three deaths; what ran beside it
/// runs again, uncounted; the neighbours go on.
/// </summary>
internal static class UnstoppableTemplate
{
    private const string Settings = """
        workers:
          heartbeat_interval: 200ms
          kill_grace: 500ms
        limits:
          wall_time: 2s
          cpu_time: 2s
        """;

    private const int Each = 25;

    // Starts before the process ends, and is not over by then.
    private const int Beside = 1200;
    private const int BesideStream = 1;

    private const string Waiting = $"""
        select count(*) from deliveries where owner_type = '{FlowTemplate.OwnerType}' and data ->> 'ms' = '1200'
        """;

    private static readonly string Guilty = Tenants.OfWorker(0).First();

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 6));
        var supervisor = await stage.StartSupervisorAsync(Settings);
        await stage.Flow.PublishAsync(supervisor);
        await supervisor.PublishAsync(Guilty, "work", Scripts.Worker);

        var sending = stage.Flow.SendAsync(_ => supervisor, Each, span);
        using (var answer = await supervisor.Client.PostAsJsonAsync(
            $"/v1/tenants/{Guilty.Replace(':', '/')}/events", new { name = "hang", data = new { id = "forever" } }))
        {
            ((int)answer.StatusCode).ShouldBe(202, await answer.Content.ReadAsStringAsync());
        }

        await RunBesideUntilQuarantinedAsync(stage, supervisor);
        await sending;
        await stage.FinishAsync();

        var deaths = await stage.Database.ReadAsync<int>("select deaths from dead_letters where reason = 'Quarantined'");
        var counted = stage.Findings!.Repeated;
        var besides = stage.Flow.Accepted.Count(item => item.Stream == BesideStream);
        var again = supervisor.Process.Lines.Count(line => line.Contains(FlowTemplate.LongRunStarted, StringComparison.Ordinal)) - besides;
        var restarts = (await supervisor.WorkersAsync()).Sum(worker => (int)worker!["restarts"]!);
        stage.Figure("deaths until it was quarantined", $"{deaths}");
        stage.Figure("workers that ended", $"{restarts}");
        stage.Figure("runs beside it that were made again", $"{again}");
        stage.Figure("deaths counted for others", $"{counted}");
        stage.Figure("longest time until a lane was running again", stage.Findings.LongestWait.Length);
        stage.Require(deaths == 3, $"it was quarantined after {deaths} deaths instead of 3");
        stage.Require(restarts == 3, $"{restarts} workers ended instead of 3");
        stage.Require(again > 0, "nothing was running beside it, so nothing was tried");
        stage.Require(counted == 0, $"{counted} attempts of others were counted");
        stage.Require(supervisor.Process.IsRunning, "the supervisor ended");
    }

    /// <summary>Has something run on the guilty one's worker at each of its ends.</summary>
    private static async Task RunBesideUntilQuarantinedAsync(FaultStage stage, RunningSupervisor supervisor)
    {
        var index = Enumerable.Range(0, stage.Flow.Tenants).First(tenant => Tenants.IsOfWorker(0, FlowTemplate.Tenant(tenant)));
        await Eventually.HoldsAsync(
            async () =>
            {
                if (await stage.Database.ReadAsync<long>(Waiting) == 0)
                {
                    await stage.Flow.SendAsync(_ => supervisor, index, BesideStream, Beside);
                }

                return await stage.Database.ReadAsync<long>("select count(*) from dead_letters where reason = 'Quarantined'") == 1;
            },
            () => stage.Output);
    }
}
