using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Policies;

public sealed class PolicyStoreTests
{
    private static readonly DeliveryPolicy Own = new()
    {
        MaxAttempts = 9,
        BackoffBase = TimeSpan.FromMilliseconds(250),
        BackoffCap = TimeSpan.FromDays(2),
        OnExhausted = ExhaustedAction.Park,
    };

    [DatabaseFact]
    public async Task A_template_has_the_default_policy_until_it_gets_its_own()
    {
        await using var world = await LaneWorld.CreateAsync();
        var templates = new TemplateStore(world.Database);

        (await world.Policies.ReadAsync(Guild, "a", CancellationToken.None)).ShouldBe(new TemplatePolicy(DeliveryPolicy.Default, IsOwn: false));
        templates.ReadActive(Guild).Templates.ShouldAllBe(template => template.Policy == DeliveryPolicy.Default);
        (await world.Policies.WriteAsync(Guild, "a", Own, CancellationToken.None)).ShouldBeTrue();
        (await world.Policies.ReadAsync(Guild, "a", CancellationToken.None)).ShouldBe(new TemplatePolicy(Own, IsOwn: true));
        templates.ReadActive(Guild).Templates.Select(template => template.Policy).ShouldBe([Own, DeliveryPolicy.Default]);

        await world.Policies.WriteAsync(Guild, "a", Own with { MaxAttempts = 1 }, CancellationToken.None);
        (await world.Policies.ReadAsync(Guild, "a", CancellationToken.None))!.Policy.MaxAttempts.ShouldBe(1);
        (await world.Policies.WriteAsync(Guild, "a", null, CancellationToken.None)).ShouldBeTrue();
        (await world.Policies.ReadAsync(Guild, "a", CancellationToken.None)).ShouldBe(new TemplatePolicy(DeliveryPolicy.Default, IsOwn: false));
    }

    [DatabaseFact]
    public async Task A_template_that_is_not_there_has_no_policy()
    {
        await using var world = await LaneWorld.CreateAsync();

        (await world.Policies.ReadAsync(Guild, "zzz", CancellationToken.None)).ShouldBeNull();
        (await world.Policies.WriteAsync(Guild, "zzz", Own, CancellationToken.None)).ShouldBeFalse();
        (await world.Policies.WriteAsync(Guild, "zzz", null, CancellationToken.None)).ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_policy_goes_with_its_template()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Policies.WriteAsync(Guild, "a", Own, CancellationToken.None);

        await new TemplateStore(world.Database).DeleteAsync(Guild, "a", CancellationToken.None);
        await world.PublishAsync(Guild, "a", "message");

        (await world.Policies.ReadAsync(Guild, "a", CancellationToken.None)).ShouldBe(new TemplatePolicy(DeliveryPolicy.Default, IsOwn: false));
    }

    [DatabaseFact]
    public async Task A_policy_beyond_the_bounds_is_refused()
    {
        await using var world = await LaneWorld.CreateAsync();

        (await Should.ThrowAsync<StorageException>(
            () => world.Policies.WriteAsync(Guild, "a", Own with { MaxAttempts = 101 }, CancellationToken.None)))
            .Fault.ShouldBe(StorageFault.ConstraintViolated);
    }

    [DatabaseFact]
    public async Task A_change_of_a_policy_is_heard_of_like_one_of_its_template()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var connection = await world.Test.ConnectAsync();
        List<string> heard = [];
        connection.Notification += (_, notification) => heard.Add(notification.Payload);
        await using var command = new Npgsql.NpgsqlCommand("listen template_worker_tenant", connection);
        await command.ExecuteNonQueryAsync();

        await world.Policies.WriteAsync(Guild, "a", Own, CancellationToken.None);
        await world.Policies.WriteAsync(Guild, "a", null, CancellationToken.None);
        await connection.WaitAsync();
        while (heard.Count < 2)
        {
            await connection.WaitAsync();
        }

        heard.ShouldBe(["guild:1", "guild:1"]);
    }
}
