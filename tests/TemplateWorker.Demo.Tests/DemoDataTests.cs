using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Generation;
using TemplateWorker.TestKit;

namespace TemplateWorker.Demo.Tests;

public sealed class DemoDataTests
{
    private const string Data = "templates/demo/events.ndjson";

    [Fact]
    public void The_committed_data_is_what_the_generator_makes_byte_for_byte()
    {
        using var made = new MemoryStream();
        DemoEventFile.Write(made, DemoGenerator.Generate());

        made.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(RepositoryFiles.PathOf(Data)))
            .ShouldBeTrue($"{Data} is not what the generator makes; templates/demo/README.md says how to write it anew");
    }

    [Fact]
    public void The_data_has_its_promised_size()
    {
        var events = DemoEventFile.Read(RepositoryFiles.PathOf(Data));

        events.Count.ShouldBe(5_000);
        events.Select(demoEvent => demoEvent.Tenant).Distinct().Count().ShouldBe(200);
        events.Select(demoEvent => demoEvent.Key).Distinct().Count().ShouldBe(5_000);
        new FileInfo(RepositoryFiles.PathOf(Data)).Length.ShouldBeLessThan(3_000_000);
    }

    [Fact]
    public void Every_kind_of_event_and_every_rule_of_the_samples_occurs()
    {
        var events = DemoEventFile.Read(RepositoryFiles.PathOf(Data));
        var tenants = Expectation.Of(events).Tenants.Values;
        var keys = tenants.SelectMany(tenant => tenant.Scopes.Values).SelectMany(scope => scope.Values.Keys).ToHashSet();

        events.Select(demoEvent => demoEvent.Name).Distinct().ShouldBe(
            [
                "github.issues", "github.pull_request", "github.push", "invoice.created", "leaderboard.show", "member.join",
                "message.create", "payment.received", "stress.loop", "stress.ping",
            ],
            ignoreOrder: true);
        var rules = SourceText.Captures(File.ReadAllText(RepositoryFiles.PathOf("templates/samples/invoice-validator/lib/rules.js")), @"^  (?<it>[a-z_]+): \(").ToList();
        rules.Count.ShouldBe(8);
        IEnumerable<string> others = ["verdict/allow", "verdict/warn", "verdict/mute", "verdict/drop", "outcome/repeated", "problem/altered", "unmatched"];
        rules.Select(rule => $"problem/{rule}").Concat(others).ShouldAllBe(key => keys.Contains(key));
        tenants.SelectMany(tenant => tenant.Actions.Values).SelectMany(channel => channel).Select(action => action.Type).Distinct().ShouldBe(
            ["chat.post", "chat.warn", "member.mute", "invoice.reject", "receipt.send"], ignoreOrder: true);
    }

    [Fact]
    public void A_line_that_is_not_an_event_is_named()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path, ["""{"key":"a","tenant":"guild:1","name":"x","data":{}}""", """{"key":"b","tenant":"nobody"}"""]);

        Should.Throw<FormatException>(() => DemoEventFile.Read(path)).Message.ShouldContain("line 2");
        File.Delete(path);
    }

    [Fact]
    public void The_generator_of_numbers_is_SplitMix64()
    {
        // The first two outputs for the seed 0, as published with the reference implementation's ports.
        var random = new SeededRandom(0);
        random.Hex(16).ShouldBe("e220a8397b1dcdaf");
        random.Hex(16).ShouldBe("6e789e6aa1b965f4");
    }
}
