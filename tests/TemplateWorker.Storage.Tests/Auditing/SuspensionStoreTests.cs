using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Feeding;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Auditing;

public sealed class SuspensionStoreTests
{
    private static readonly Actor Actor = new("config token 'root'", "127.0.0.1");
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [DatabaseFact]
    public async Task A_suspension_keeps_its_beginning_while_its_reason_and_end_change_and_each_change_is_recorded()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new SuspensionStore(test.Database);

        var first = await store.SuspendAsync(Actor, Tenant, "unpaid", null, CancellationToken.None);
        var second = await store.SuspendAsync(Actor, Tenant, "abuse", Later, CancellationToken.None);
        await store.SuspendAsync(Actor, Tenant, "abuse", Later, CancellationToken.None);

        (second.Since, second.Reason, second.Until).ShouldBe((first.Since, "abuse", Later));
        (await store.ReadAsync([Tenant, new TenantId("guild", "2")], CancellationToken.None)).ShouldBe([second]);
        (await store.ResumeAsync(Actor, Tenant, CancellationToken.None)).ShouldBeTrue();
        (await store.ResumeAsync(Actor, Tenant, CancellationToken.None)).ShouldBeFalse();
        (await store.ReadAsync([Tenant], CancellationToken.None)).ShouldBeEmpty();
        var lines = await new AuditLog(test.Database).ListAsync(new AuditFilter(), CancellationToken.None);
        lines.Select(line => line.Action).ShouldBe(["tenants.resume", "tenants.suspend", "tenants.suspend"], "what changed nothing is not recorded");
        lines[1].Before.ShouldNotBeNull().ShouldContain("unpaid");
        lines[1].After.ShouldNotBeNull().ShouldContain("abuse");
    }

    [DatabaseFact]
    public async Task Workers_take_a_suspended_tenant_for_banned()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (store, templates, feed) = (new SuspensionStore(test.Database), new TemplateStore(test.Database), new DeliveryFeed(test.Database));
        templates.ReadActive(Tenant).Banned.ShouldBeFalse();

        await store.SuspendAsync(Actor, Tenant, "unpaid", null, CancellationToken.None);

        templates.ReadActive(Tenant).Banned.ShouldBeTrue();
        templates.ReadActive(new TenantId("user", "1")).Banned.ShouldBeFalse();
        (await feed.ReadBannedAsync([Tenant, new TenantId("guild", "2")], CancellationToken.None)).ShouldBe([Tenant]);
        await store.ResumeAsync(Actor, Tenant, CancellationToken.None);
        templates.ReadActive(Tenant).Banned.ShouldBeFalse();
        (await feed.ReadBannedAsync([Tenant], CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Only_a_suspension_whose_time_is_over_ends_by_itself()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new SuspensionStore(test.Database);
        await store.SuspendAsync(Actor, Tenant, "unpaid", Later, CancellationToken.None);
        (await store.EndAsync(Actor, Tenant, CancellationToken.None)).ShouldBeFalse();
        await test.ExecuteAsync("update tenants set suspended_until = now() - interval '1 second'");

        var ended = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => store.EndAsync(Actor, Tenant, CancellationToken.None)));

        ended.Count(did => did).ShouldBe(1, "one supervisor ends it");
        (await test.ReadAsync<long>("select count(*) from audit_log where action = 'tenants.resume'")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Suspensions_are_listed_page_by_page()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new SuspensionStore(test.Database);
        foreach (var id in (string[])["3", "1", "2"])
        {
            await store.SuspendAsync(Actor, new TenantId("guild", id), "unpaid", null, CancellationToken.None);
        }

        await store.ResumeAsync(Actor, new TenantId("guild", "2"), CancellationToken.None);

        var first = await store.ListAsync(null, 1, CancellationToken.None);
        var second = await store.ListAsync(first[0].Tenant, 2, CancellationToken.None);
        first.Concat(second).Select(suspension => suspension.Tenant.OwnerId).ShouldBe(["1", "3"]);
    }

    [Theory]
    [InlineData("unpaid", true)]
    [InlineData("", false)]
    [InlineData("a\nb", false)]
    public void A_reason_is_one_line(string reason, bool isGood)
    {
        (Suspension.ReasonFault(reason) is null).ShouldBe(isGood);
        Suspension.ReasonFault(new string('é', 256)).ShouldBeNull();
        Suspension.ReasonFault(new string('é', 257)).ShouldNotBeNull();
    }

    [DatabaseTheory]
    [InlineData("insert into tenants (owner_type, owner_id, suspended_at) values ('guild', '1', now())")]
    [InlineData("insert into tenants (owner_type, owner_id, suspended_until) values ('guild', '1', now())")]
    [InlineData("insert into tenants (owner_type, owner_id) values ('gu:ild', '1')")]
    public async Task The_database_refuses_a_suspension_that_breaks_the_rules(string insert)
    {
        await using var test = await TestDatabase.CreateAsync();

        (await Should.ThrowAsync<Npgsql.PostgresException>(test.ExecuteAsync(insert))).SqlState.ShouldBe("23514");
    }
}
