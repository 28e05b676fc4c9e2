using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.History;

public sealed class HistoryStoreTests
{
    private const string Rows = """
        insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack,
            started_at, finished_at, wall_ms, cpu_ms, worker)
        select 'guild', '1', case n % 2 when 0 then 'a' else 'b' end, 1, md5((n / 3)::text)::uuid, case n % 5 when 0 then 'join' else 'message' end,
            n, 1 + n % 3, case n % 4 when 0 then 'dead' else 'done' end, case n % 4 when 0 then 'CpuLimit' end, null, null,
            now(), date_trunc('month', now()) + (n / 10) * interval '1 minute', 1, 0.5, 'host:1/0'
        from generate_series(1, 60) n
        """;

    [DatabaseFact]
    public async Task Pages_go_from_the_newest_to_the_oldest_without_gap_or_repetition_though_many_rows_have_one_time()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Test.ExecuteAsync(Rows);

        List<RecordedRun> paged = [];
        IReadOnlyList<RecordedRun> page;
        do
        {
            page = await world.History.ListAsync(
                new HistoryFilter { Tenant = Guild, After = paged.Count == 0 ? null : paged[^1].Cursor, Limit = 7 }, CancellationToken.None);
            paged.AddRange(page);
        }
        while (page.Count == 7);

        paged.Select(run => run.Entry.Delivery!.Value).Order().ShouldBe(Enumerable.Range(1, 60).Select(number => (long)number));
        paged.Select(run => run.FinishedAt).ShouldBeInOrder(SortDirection.Descending);
        (await world.History.ListAsync(new HistoryFilter { Tenant = Other }, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_filter_selects_by_everything_that_a_row_names()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Test.ExecuteAsync(Rows);
        var all = new HistoryFilter { Tenant = Guild, Limit = HistoryFilter.MaxLimit };

        var runs = await world.History.ListAsync(all, CancellationToken.None);
        (await CountAsync(all with { Template = "a" })).ShouldBe(30);
        (await CountAsync(all with { EventName = "join" })).ShouldBe(12);
        (await CountAsync(all with { Outcome = "dead" })).ShouldBe(15);
        (await CountAsync(all with { Reason = "CpuLimit" })).ShouldBe(15);
        (await CountAsync(all with { Delivery = 17 })).ShouldBe(1);
        (await CountAsync(all with { EventId = runs.Single(run => run.Entry.Delivery == 1).Entry.EventId })).ShouldBe(2);
        (await CountAsync(all with { Since = runs[0].FinishedAt })).ShouldBe(1);
        (await CountAsync(all with { Since = runs[0].FinishedAt - TimeSpan.FromMinutes(1) })).ShouldBe(11);
        (await CountAsync(all with { Template = "a", Outcome = "done", EventName = "message" })).ShouldBe(12);

        async Task<int> CountAsync(HistoryFilter filter) => (await world.History.ListAsync(filter, CancellationToken.None)).Count;
    }

    [DatabaseFact]
    public async Task A_limit_out_of_bounds_is_refused()
    {
        await using var world = await LaneWorld.CreateAsync();

        await Should.ThrowAsync<ArgumentException>(
            () => world.History.ListAsync(new HistoryFilter { Tenant = Guild, Limit = 1_001 }, CancellationToken.None));
    }
}
