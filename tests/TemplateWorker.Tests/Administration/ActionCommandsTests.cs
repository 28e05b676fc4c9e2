using System.Text.Json.Nodes;
using TemplateWorker.Administration;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Tests.Administration;

public sealed class ActionCommandsTests : IDisposable
{
    private const string Id = "01a1fb43-d024-79cf-af1b-fdc238872907";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("action-commands");

    public void Dispose() => _folder.Delete(recursive: true);

    [DatabaseFact]
    public async Task Routes_are_set_listed_and_deleted()
    {
        await using var test = await TestDatabase.CreateAsync();
        var secret = Write("secret", "0123456789abcdef\n");
        (await DoneAsync(test, "actions routes list")).Text.ShouldBe("none");

        (await DoneAsync(test, $"actions routes set mail --type mail.* --url https://example.org/a --secret-file {secret} --tenant guild:1 --batch 5")).Text
            .ShouldBe("mail stored");
        (await DoneAsync(test, $"actions routes set all --type * --url https://example.org/b --secret-file {secret} --order none")).Text.ShouldBe("all stored");

        var (text, json) = await DoneAsync(test, "actions routes list");
        text.ShouldBe(
            """
            NAME  TENANT   TYPE    URL                    ORDER   BATCH  ATTEMPTS  DISABLED
            all   all      *       https://example.org/b  none    1      20        -
            mail  guild:1  mail.*  https://example.org/a  strict  5      20        -
            """);
        json["items"]!.AsArray().Select(item => (string?)item!["name"]).ShouldBe(["all", "mail"]);
        json.ToJsonString().ShouldNotContain("0123456789abcdef");
        (await test.ReadAsync<string>("select secret from action_routes where name = 'mail'")).ShouldBe("0123456789abcdef");

        (await DoneAsync(test, "actions routes delete mail")).Text.ShouldBe("mail deleted");
        (await DoneAsync(test, "actions routes list")).Json["items"]!.AsArray().Count.ShouldBe(1);
        (await RefusedAsync(test, "actions routes delete mail")).ShouldBe("there is no route 'mail'");
    }

    [DatabaseFact]
    public async Task A_secret_that_is_missing_or_too_short_is_refused()
    {
        await using var test = await TestDatabase.CreateAsync();
        var missing = Path.Combine(_folder.FullName, "missing");
        var (good, tooShort) = (Write("good", "0123456789abcdef"), Write("short", "0123"));
        const string Set = "actions routes set mail --type mail.* --url https://example.org";

        (await RefusedAsync(test, $"{Set} --secret-file {missing}")).ShouldContain(missing);
        (await RefusedAsync(test, $"{Set} --secret-file {tooShort}")).ShouldBe($"{tooShort}: the secret must be 16 to 256 bytes without control characters");
        (await RefusedAsync(test, $"{Set} --secret-file {good} --old-secret-file {tooShort}")).ShouldStartWith($"{tooShort}: ");

        (await test.ReadAsync<long>("select count(*) from action_routes")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_dead_action_is_listed_shown_replayed_and_dropped()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync($$"""
            insert into actions (id, slot, owner_type, owner_id, template, channel, route, type, data, bytes, run_id, event_id, attempts, last_error, died_at)
            values ('{{Id}}', {{new TenantId("guild", "1").Slot}}, 'guild', '1', 'a', 'a', '', 'mail.send', '{"to": 1}', 9, gen_random_uuid(), gen_random_uuid(),
                3, 'no answer', now())
            """);

        (await DoneAsync(test, "actions list guild:1 --state dead")).Text.ShouldContain($"{Id}  dead   mail.send  a         a        -      3");
        (await DoneAsync(test, $"actions show guild:1 {Id}")).Text.ShouldContain("""data        {"to": 1}""");
        (await DoneAsync(test, $"actions replay guild:1 {Id}")).Text.ShouldBe("1 action sent again");
        (await DoneAsync(test, "actions list guild:1 --state dead")).Text.ShouldBe("none");
        (await DoneAsync(test, "actions drop guild:1 --all --yes")).Text.ShouldBe("1 action dropped");
        (await RefusedAsync(test, $"actions show guild:1 {Id}")).ShouldBe($"guild:1 has no action {Id}: it was taken, cancelled or dropped, or never existed");
        (await RefusedAsync(test, $"actions drop guild:1 {Id}")).ShouldBe("guild:1 has no action with these ids that is not on its way");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(string Text, JsonNode Json)> DoneAsync(TestDatabase test, string command)
    {
        var done = (await AnswerAsync(test, command)).ShouldBeOfType<Report.Done>();
        return (done.Text, JsonNode.Parse(done.Json)!);
    }

    private static async Task<string> RefusedAsync(TestDatabase test, string command) => (await AnswerAsync(test, command)).ShouldBeOfType<Report.Refused>().Reason;

    private static Task<Report> AnswerAsync(TestDatabase test, string command) => new OperatorCommands(
            test.Database, new AuditedStores(test.Database), new Actor("command line 'tester'", "here"), new LimitOptions())
        .AnswerAsync(CommandParser.Parse(command.Split(' ')).ShouldBeAssignableTo<OperatorCommand>()!, CancellationToken.None);
}
