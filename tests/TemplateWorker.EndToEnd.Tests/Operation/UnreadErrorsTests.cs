using System.Text.RegularExpressions;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary>The program while its standard error is not read: a pipe of 64 KiB, which supervisor and workers share.</summary>
public sealed partial class UnreadErrorsTests
{
    /// <summary>Each logs 100 lines of 4 KiB; together they are three times what a worker keeps for a stream that is full.</summary>
    private const int Calls = 35;

    [DatabaseFact]
    public async Task A_pipe_that_is_full_stops_nothing_and_what_is_missing_is_counted_when_it_is_read()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartUnreadAsync(database);
        await supervisor.PublishAsync(
            "guild:1", "talk", "on('talk', () => { for (let i = 0; i < 100; i++) console.log('x'.repeat(4000)); return kv.increment('n'); });");

        for (var call = 1; call <= Calls; call++)
        {
            ((int)(await supervisor.ValueAsync("guild:1", "talk", new { }))!).ShouldBe(call);
        }

        (await supervisor.WorkersAsync()).ShouldAllBe(worker => (int)worker!["restarts"]! == 0);
        (await supervisor.ReadinessAsync()).Status.ShouldBe(200);
        (await database.ReadAsync<long>("select count(*) from history where reason is not null")).ShouldBe(0);

        supervisor.Process.ReadErrors();
        var line = await supervisor.Process.LineAsync("log lines were dropped before this one");
        int.Parse(Dropped().Match(line).Groups[1].Value).ShouldBeInRange(1, Calls * 100);
        ((int)(await supervisor.ValueAsync("guild:1", "talk", new { }))!).ShouldBe(Calls + 1);
    }

    [GeneratedRegex("\"Lines\":(\\d+)")]
    private static partial Regex Dropped();
}
