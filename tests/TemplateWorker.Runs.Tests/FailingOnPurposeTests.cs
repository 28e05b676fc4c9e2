using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage.Policies;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

/// <summary>What becomes of an event whose handler throws a <c>RetryLater</c> or a <c>Permanent</c>.</summary>
public sealed class FailingOnPurposeTests
{
    private const string Outcomes = "select concat_ws(' ', outcome, reason, message) from history order by attempt";

    private static readonly TenantId Tenant = new("guild", "1");

    public static TheoryData<ScriptEngineKind> Engines => [.. RuntimeFixture.Engines];

    [DatabaseTheory]
    [MemberData(nameof(Engines))]
    public async Task A_delivery_waits_as_long_as_its_handler_wants(ScriptEngineKind engine)
    {
        await using var fixture = await RuntimeFixture.CreateAsync(engine: engine);
        await StartAsync(fixture, "throw new RetryLater(3_600_000, 'busy');", new DeliveryPolicy { BackoffCap = TimeSpan.FromSeconds(1) });

        await UntilAsync(fixture, "select exists (select from deliveries where attempt = 1)");

        (await fixture.Test.ReadAsync<bool>("select not_before - now() between interval '59 min' and interval '1 h' from deliveries")).ShouldBeTrue();
        (await fixture.Test.ReadTextsAsync(Outcomes)).ShouldBe(["retry RetryLater RetryLater: busy"]);
    }

    [DatabaseFact]
    public async Task A_handler_that_wants_to_be_tried_again_for_ever_is_given_up_after_the_attempts_of_its_policy()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await StartAsync(fixture, "kv.set('k', 1); throw new RetryLater(0, 'busy');", new DeliveryPolicy { MaxAttempts = 3 });

        await UntilAsync(fixture, "select exists (select from dead_letters)");

        (await fixture.Test.ReadTextsAsync(Outcomes))
            .ShouldBe(["retry RetryLater RetryLater: busy", "retry RetryLater RetryLater: busy", "dead RetryLater RetryLater: busy"]);
        (await fixture.Test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(0);
    }

    [DatabaseTheory]
    [InlineData(ExhaustedAction.Skip, "select exists (select from dead_letters)", "dead Permanent Permanent: no such order")]
    [InlineData(ExhaustedAction.Park, "select exists (select from lane_holds where kind = 'parked')", "parked Permanent Permanent: no such order")]
    public async Task A_delivery_that_cannot_succeed_is_given_up_at_once(ExhaustedAction onExhausted, string givenUp, string outcome)
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await StartAsync(fixture, "throw new Permanent('no such order');", new DeliveryPolicy { MaxAttempts = 100, OnExhausted = onExhausted });

        await UntilAsync(fixture, givenUp);

        (await fixture.Test.ReadTextsAsync(Outcomes)).ShouldBe([outcome]);
    }

    [DatabaseFact]
    public async Task A_key_remembers_that_a_call_cannot_succeed_and_forgets_that_it_wants_to_be_tried_again()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", "let n = 0; on('later', () => { throw new RetryLater(5, `${++n}`); }); on('never', () => { throw new Permanent(`${++n}`); });",
            "later", "never");

        (await fixture.RunAsync(Tenant, "later", key: "one")).Failure!.Message.ShouldBe("RetryLater: 1");
        (await fixture.RunAsync(Tenant, "later", key: "one")).Failure!.Message.ShouldBe("RetryLater: 2");
        (await fixture.RunAsync(Tenant, "never", key: "two")).Failure!.Message.ShouldBe("Permanent: 3");
        (await fixture.RunAsync(Tenant, "never", key: "two")).Failure!.Message.ShouldBe("Permanent: 3");
    }

    private static async Task StartAsync(RuntimeFixture fixture, string body, DeliveryPolicy policy)
    {
        await fixture.PublishAsync(Tenant, "a", $"on('e', () => {{ {body} }});", "e");
        (await new PolicyStore(fixture.Test.Database).WriteAsync(Tenant, "a", policy, CancellationToken.None)).ShouldBeTrue();
        await fixture.AssignAsync(Tenant);
        await fixture.AcceptAsync(Tenant, "e");
    }

    private static Task UntilAsync(RuntimeFixture fixture, string condition) =>
        RuntimeFixture.UntilAsync(() => fixture.Test.ReadAsync<bool>(condition), () => $"not so: {condition}");
}
