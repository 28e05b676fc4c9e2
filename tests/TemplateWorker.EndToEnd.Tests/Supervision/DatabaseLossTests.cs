using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Supervision;

public sealed class DatabaseLossTests
{
    private const string DropConnections = """
        select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """;

    [DatabaseFact]
    public async Task Calls_go_on_when_the_database_drops_every_connection_and_each_effect_is_there_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        string[] tenants = [Tenants.OfWorker(0).First(), Tenants.OfWorker(1).First()];
        foreach (var tenant in tenants)
        {
            await supervisor.PublishAsync(tenant, "work", Scripts.Worker);
        }

        await using var load = Load.Start(4, async (client, round) =>
        {
            Answer? answer = null;
            await Eventually.HoldsAsync(
                async () => (answer = await supervisor.CallAsync(tenants[client % 2], "add", new { }, $"{client}-{round}")).Status == 200,
                () => $"{answer}");
            return answer!;
        });
        for (var i = 0; i < 5; i++)
        {
            await load.AnsweredAsync(20);
            await database.ExecuteAsync(DropConnections);
        }

        await load.AnsweredAsync(20);
        var answers = await load.StopAsync();

        answers.Where(answer => answer.Reason is not null).ShouldBeEmpty();
        (await database.ReadAsync<long>("select sum((value #>> '{}')::int) from tenant_kv where key = 'n'")).ShouldBe(answers.Count);
        (await supervisor.WorkersAsync()).Select(worker => (int)worker!["restarts"]!).ShouldAllBe(restarts => restarts == 0);
        await supervisor.ReadyAsync();
    }

    [DatabaseFact]
    public async Task Changes_are_heard_again_after_the_connection_that_listens_was_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        await supervisor.PublishAsync(tenant, "work", """on("which", () => "first");""");
        await supervisor.ValueAsync(tenant, "which", new { });
        await using var other = await RunningSupervisor.StartAsync(database);

        await database.ExecuteAsync(DropConnections);
        await Eventually.HoldsAsync(async () => (await other.ReadinessAsync()).Status == 200, () => other.Process.Output);
        await other.PublishAsync(tenant, "work", """on("which", () => "second");""");

        string? found = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                var answer = await supervisor.CallAsync(tenant, "which", new { });
                return (found = answer.Status == 200 ? (string?)answer.Result["value"] : answer.Problem) == "second";
            },
            () => $"The answer is {found}.");
    }
}
