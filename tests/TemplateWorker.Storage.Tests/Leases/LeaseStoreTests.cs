using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Leases;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Leases;

public sealed class LeaseStoreTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly Guid A = Guid.NewGuid();
    private static readonly Guid B = Guid.NewGuid();
    private static readonly int[] All = [.. Enumerable.Range(0, TenantId.SlotCount)];

    [DatabaseFact]
    public async Task A_heartbeat_makes_the_lease_and_tells_who_else_lives_and_for_how_long()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);

        (await store.RenewAsync(A, "a", Long, CancellationToken.None)).Others.ShouldBeEmpty();
        var view = await store.RenewAsync(B, "b", TimeSpan.FromSeconds(30), CancellationToken.None);

        view.Others.ShouldHaveSingleItem().Key.ShouldBe(A);
        view.Others[A].ShouldBeInRange(Long - TimeSpan.FromMinutes(1), Long);
        (await test.ReadAsync<string>("select string_agg(name, ',' order by name) from supervisors")).ShouldBe("a,b");
    }

    [DatabaseFact]
    public async Task The_list_has_those_who_live_with_the_number_of_their_slots()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", TimeSpan.FromMilliseconds(-1), CancellationToken.None);
        await store.RenewAsync(B, "b", Long, CancellationToken.None);
        await store.ClaimAsync(B, [1, 2, 3], CancellationToken.None);

        var found = (await store.ListAsync(CancellationToken.None)).ShouldHaveSingleItem();

        (found.Name, found.Slots).ShouldBe(("b", 3));
        found.Left.ShouldBeInRange(Long - TimeSpan.FromMinutes(1), Long);
    }

    [DatabaseFact]
    public async Task Whoever_misses_its_heartbeats_is_not_among_those_who_live_until_it_is_heard_of_again()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await test.ExecuteAsync("update supervisors set expires_at = now() - interval '1 ms'");

        (await store.RenewAsync(B, "b", Long, CancellationToken.None)).Others.ShouldBeEmpty();
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        (await store.RenewAsync(B, "b", Long, CancellationToken.None)).Others.Keys.ShouldBe([A]);
    }

    [DatabaseFact]
    public async Task Free_slots_are_taken_with_a_higher_fence_and_a_heartbeat_sums_them_up()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);

        var claimed = await store.ClaimAsync(A, [1, 7, 4095], CancellationToken.None);

        claimed.OrderBy(slot => slot.Slot).ShouldBe([new SlotFence(1, 1), new SlotFence(7, 1), new SlotFence(4095, 1)]);
        (await store.ReadAsync(A, CancellationToken.None)).ShouldBe(claimed, ignoreOrder: true);
        var view = await store.RenewAsync(A, "a", Long, CancellationToken.None);
        (view.SlotCount, view.FenceSum).ShouldBe((3, 3));
    }

    [DatabaseFact]
    public async Task The_slots_of_one_who_lives_are_not_taken_and_those_of_one_who_does_not_are()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await store.RenewAsync(B, "b", Long, CancellationToken.None);
        await store.ClaimAsync(A, [1, 2], CancellationToken.None);

        (await store.ClaimAsync(B, [1, 2, 3], CancellationToken.None)).ShouldBe([new SlotFence(3, 1)]);
        (await store.ClaimAsync(A, [1, 2], CancellationToken.None)).ShouldBeEmpty();
        await test.ExecuteAsync($"update supervisors set expires_at = now() where id = '{A}'");
        (await store.ClaimAsync(B, [1, 2, 3], CancellationToken.None)).ShouldBe([new SlotFence(1, 2), new SlotFence(2, 2)], ignoreOrder: true);

        // Whoever was away finds other numbers than its own at its next heartbeat.
        (await store.RenewAsync(A, "a", Long, CancellationToken.None)).SlotCount.ShouldBe(0);
        (await store.ClaimAsync(A, [1, 2], CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Slots_that_are_given_up_are_free_and_only_their_owner_can_give_them_up()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await store.RenewAsync(B, "b", Long, CancellationToken.None);
        await store.ClaimAsync(A, [1, 2, 3], CancellationToken.None);

        await store.ReleaseAsync(B, [1], CancellationToken.None);
        (await store.ReadAsync(A, CancellationToken.None)).Count.ShouldBe(3);
        await store.ReleaseAsync(A, [1, 2], CancellationToken.None);

        (await store.ReadAsync(A, CancellationToken.None)).ShouldBe([new SlotFence(3, 1)]);
        (await store.ClaimAsync(B, [1, 2, 3], CancellationToken.None)).ShouldBe([new SlotFence(1, 2), new SlotFence(2, 2)], ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task Leaving_gives_everything_up_at_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await store.ClaimAsync(A, All, CancellationToken.None);

        await store.LeaveAsync(A, CancellationToken.None);
        await store.LeaveAsync(A, CancellationToken.None);

        (await test.ReadAsync<long>("select count(*) from slots where owner is not null")).ShouldBe(0);
        (await store.RenewAsync(B, "b", Long, CancellationToken.None)).Others.ShouldBeEmpty();
        (await store.ClaimAsync(B, All, CancellationToken.None)).Count.ShouldBe(TenantId.SlotCount);
    }

    [DatabaseFact]
    public async Task The_others_hear_when_a_supervisor_joins_gives_slots_up_or_leaves_but_not_of_heartbeats()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        var heard = 0;
        await using var listener = await test.ConnectAsync();
        listener.Notification += (_, notification) => heard += notification.Channel == "template_worker_slots" ? 1 : 0;
        await using var listen = new Npgsql.NpgsqlCommand("listen template_worker_slots", listener);
        await listen.ExecuteNonQueryAsync();

        async Task<int> HeardAsync()
        {
            await using var look = new Npgsql.NpgsqlCommand("select 1", listener);
            await look.ExecuteScalarAsync();
            return heard;
        }

        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        (await HeardAsync()).ShouldBe(1);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await store.ClaimAsync(A, [1, 2], CancellationToken.None);
        await store.ReleaseAsync(A, [5], CancellationToken.None);
        (await HeardAsync()).ShouldBe(1);
        await store.ReleaseAsync(A, [1], CancellationToken.None);
        (await HeardAsync()).ShouldBe(2);
        await store.LeaveAsync(A, CancellationToken.None);
        (await HeardAsync()).ShouldBe(3);
    }

    [DatabaseFact]
    public async Task Of_many_who_claim_the_same_slots_at_once_each_slot_goes_to_one()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        // A part of the slots: on a busy machine, six claims of all of them one after the other take longer than a claim may.
        int[] wanted = [.. Enumerable.Range(0, 500)];
        var claimants = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var claimant in claimants)
        {
            await store.RenewAsync(claimant, "x", Long, CancellationToken.None);
        }

        var claimed = await Task.WhenAll(claimants.Select((claimant, i) =>
            store.ClaimAsync(claimant, i % 2 == 0 ? wanted : [.. wanted.Reverse()], CancellationToken.None)));

        claimed.SelectMany(slots => slots).Select(slot => slot.Slot).Order().ShouldBe(wanted);
        (await test.ReadAsync<long>("select sum(fence)::bigint from slots")).ShouldBe(wanted.Length);
        for (var i = 0; i < claimants.Length; i++)
        {
            (await store.ReadAsync(claimants[i], CancellationToken.None)).Count.ShouldBe(claimed[i].Count);
        }
    }

    [DatabaseFact]
    public async Task What_a_dead_supervisor_left_is_removed_after_a_while()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LeaseStore(test.Database);
        await store.RenewAsync(A, "a", Long, CancellationToken.None);
        await test.ExecuteAsync("update supervisors set expires_at = now() - interval '2 hours'");

        await store.RenewAsync(B, "b", Long, CancellationToken.None);

        (await test.ReadAsync<string>("select string_agg(name, ',') from supervisors")).ShouldBe("b");
    }
}
