using Microsoft.Extensions.Logging;
using Npgsql;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Supervision.Tests.Accepting;

public sealed class SlotWakerTests
{
    [DatabaseFact]
    public async Task Every_slot_is_woken_and_many_wakes_make_few_notifications()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var connection = await ListenAsync(test);
        List<string> heard = [];
        connection.Notification += (_, notification) => heard.Add(notification.Payload);
        await using var waker = new SlotWaker(new WakeStore(test.Database), TimeProvider.System, new CollectingLoggers().CreateLogger<SlotWaker>());

        for (var slot = 0; slot < 1_000; slot++)
        {
            waker.Wake([slot]);
        }

        while (Slots().Count < 1_000)
        {
            await connection.WaitAsync();
        }

        heard.Count.ShouldBeLessThan(500);
        Slots().Order().ShouldBe(Enumerable.Range(0, 1_000));

        List<int> Slots() => [.. heard.SelectMany(payload => payload.Split(',')).Select(int.Parse).Distinct()];
    }

    [DatabaseFact]
    public async Task A_wake_that_is_lost_stops_none_that_comes_later()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var connection = await ListenAsync(test);
        var heard = new TaskCompletionSource<string>();
        connection.Notification += (_, notification) => heard.TrySetResult(notification.Payload);
        var loggers = new CollectingLoggers();
        await using var other = await test.OpenAsync(2);
        await using var waker = new SlotWaker(new WakeStore(other), TimeProvider.System, loggers.CreateLogger<SlotWaker>());
        await test.ReadAsync<long>($"select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid not in (pg_backend_pid(), {connection.ProcessID})");

        while (!heard.Task.IsCompleted)
        {
            waker.Wake([7]);
            await connection.WaitAsync(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        (await heard.Task).ShouldBe("7");
    }

    private static async Task<NpgsqlConnection> ListenAsync(TestDatabase test)
    {
        var connection = await test.ConnectAsync();
        await using var listen = connection.CreateCommand();
        listen.CommandText = "listen template_worker_wake";
        await listen.ExecuteNonQueryAsync();
        return connection;
    }
}
