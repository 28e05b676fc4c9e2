using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.Demo.Checking;
using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Receiving;

namespace TemplateWorker.Demo.Tests;

public sealed class ActionComparisonTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    private readonly Expectation _expectation = Expectation.Of([]);
    private readonly ExpectedTenant _tenant = new();

    public ActionComparisonTests()
    {
        _expectation.Tenants.Add(Tenant, _tenant);
        _tenant.Send("greeter", "chat.post", new JsonObject { ["text"] = "a" });
        _tenant.Send("greeter", "chat.post", new JsonObject { ["text"] = "b" });
    }

    [Fact]
    public void Actions_in_order_are_as_they_must_be_and_those_that_came_again_are_counted()
    {
        var first = Received("a");

        var result = Compare(first, first, Received("b"), first);

        result.Differences.ShouldBeEmpty();
        (result.Expected, result.Received, result.Repeats).ShouldBe((2, 2, 2));
    }

    [Fact]
    public void The_order_of_first_arrivals_counts()
    {
        Compare(Received("b"), Received("a")).Differences.ShouldHaveSingleItem()
            .ShouldBe("""guild:1 [greeter] action 1 is chat.post {"text":"b"}, must be chat.post {"text":"a"}""");
    }

    [Fact]
    public void An_action_that_is_missing_one_too_many_and_one_of_another_channel_are_told()
    {
        Compare(Received("a")).Differences.ShouldBe(["""guild:1 [greeter] action 2 is missing: chat.post {"text":"b"}"""]);
        Compare(Received("a"), Received("b"), Received("b")).Differences.ShouldBe(["""guild:1 [greeter] action 3 must not be there: chat.post {"text":"b"}"""]);
        Compare(Received("a"), Received("b"), Received("b") with { Channel = "other" }).Differences
            .ShouldBe(["""guild:1 [other] action 1 must not be there: chat.post {"text":"b"}"""]);
    }

    [Fact]
    public void The_type_counts_as_well_as_the_data()
    {
        Compare(Received("a") with { Type = "mail.send" }, Received("b")).Differences.ShouldHaveSingleItem().ShouldContain("action 1 is mail.send");
    }

    private static ReceivedAction Received(string text) =>
        new(Guid.NewGuid(), Tenant, "greeter", "chat.post", JsonSerializer.SerializeToElement(new { text }));

    private ActionCheckResult Compare(params IReadOnlyCollection<ReceivedAction> received) => ActionComparison.Compare(_expectation, received, 0);
}
