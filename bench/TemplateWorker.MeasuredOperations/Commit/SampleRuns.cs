using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.MeasuredOperations.Commit;

/// <summary>A full group of runs as the committer gets it: each incremented one key for a delivery that is done.</summary>
internal static class SampleRuns
{
    public static IReadOnlyList<FinishedRun> FullGroup() => [.. Enumerable.Range(0, RunCommitter.MaxGroup).Select(Run)];

    private static FinishedRun Run(int number)
    {
        var name = new KeyName(Scopes.None, "seen:ada");
        return FinishedRun.Empty(new TenantId("guild", $"{number}")) with
        {
            Writes = [new KeyWrite(name, "42", new KeyRead(name, Version: 4711) { Place = new RowPlace(17, 3) }) { KeepsSize = true }],
            Fence = new SlotFence(number, Fence: 5),
            Delivery = new DeliveryEnd.Done { Id = 1_000 + number, Attempt = 1 },
            History = new HistoryEntry
            {
                Template = "greeter",
                Version = 3,
                EventId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
                EventName = "message.create",
                Delivery = 1_000 + number,
                Attempt = 1,
                Outcome = RunOutcome.Done,
                StartedAt = DateTimeOffset.UnixEpoch,
                Wall = TimeSpan.FromMilliseconds(2),
                Cpu = TimeSpan.FromMilliseconds(1),
                Worker = "host:4711/0",
            },
        };
    }
}
