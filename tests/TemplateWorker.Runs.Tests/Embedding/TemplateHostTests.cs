using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Embedding;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests.Embedding;

public sealed class TemplateHostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task The_sample_program_creates_the_schema_and_runs_its_template()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var output = new StringWriter { NewLine = "\n" };

        await EmbeddedHost.Program.RunAsync(test.ConnectionString, output, CancellationToken.None).WaitAsync(Limit);
        await EmbeddedHost.Program.RunAsync(test.ConnectionString, output, CancellationToken.None).WaitAsync(Limit);

        output.ToString().ShouldBe("\"Ada, visit 1\"\n\"Ada, visit 2\"\n");
    }

    [Fact]
    public async Task The_documentation_shows_the_sample_program_as_it_is()
    {
        var page = await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/embedding.md"));
        var sample = await File.ReadAllTextAsync(RepositoryFiles.PathOf("samples/TemplateWorker.EmbeddedHost/Program.cs"));

        page.ShouldContain($"```csharp\n{sample}```\n");
        sample.TrimEnd('\n').Split('\n').Length.ShouldBeLessThanOrEqualTo(40);
    }

    [DatabaseFact]
    public async Task A_host_refuses_a_database_without_the_schema()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(test));

        fault.Message.ShouldContain("Migrator.ApplyAsync");
    }

    [DatabaseFact]
    public async Task A_template_that_does_not_parse_is_rejected_with_its_place()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);

        var rejected = (await PublishAsync(host, "on('e',\n  () => {")).ShouldBeOfType<TemplatePublication.Rejected>();

        rejected.Reason.ShouldBe("SyntaxError");
        rejected.File.ShouldBe("index.js");
        rejected.Line.ShouldNotBeNull();
    }

    [DatabaseFact]
    public async Task A_template_in_typescript_is_published_run_and_fails_in_its_own_lines()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        var files = new Dictionary<string, string>
        {
            ["index.ts"] = "import { half } from './lib/half';\n\non('go', (): number => half(4 as number));\non('odd', (): number => half(3));",
            ["lib/half.ts"] = "type N = number;\n\nexport function half(n: N): N {\n  if (n % 2 !== 0) { throw new RangeError(`${n as N} is odd`); }\n  return n / 2;\n}",
        };

        (await host.PublishAsync(Tenant, "sample", files, CancellationToken.None)).ShouldBeOfType<TemplatePublication.Published>().Template.Subscriptions.ShouldBe(["go", "odd"]);

        (await RunAsync(host, "go")).ResultJson.ShouldBe("2");
        var stack = (await RunAsync(host, "odd")).Failure.ShouldNotBeNull().Stack.ShouldNotBeNull();
        stack.ShouldContain("at half (lib/half.ts:4:");
        stack.ShouldContain("index.ts:4:");
        stack.ShouldContain("4 |   if (n % 2 !== 0) { throw new RangeError(`${n as N} is odd`); }");
        (await test.ReadAsync<string>("select files->>'index.ts' from template_versions")).ShouldBe(files["index.ts"]);
        (await test.ReadAsync<string>("select code->>'index.ts' from template_versions")).ShouldNotBeNull().ShouldContain("require('./lib/half')");
    }

    [DatabaseFact]
    public async Task The_template_in_typescript_of_the_authors_page_runs()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        var page = await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/templates.md"));
        var files = Regex.Matches(page, @"```ts\n// (?<path>\S+)\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, Limit)
            .ToDictionary(match => match.Groups["path"].Value, match => match.Groups["text"].Value);
        files.Keys.ShouldBe(["index.ts", "lib/price.ts"]);

        (await host.PublishAsync(Tenant, "sample", files, CancellationToken.None)).ShouldBeOfType<TemplatePublication.Published>();

        var order = """{"id":"7","lines":[{"amount":2,"cents":150},{"amount":1,"cents":99}]}""";
        var run = (await host.RunAsync(Tenant, "order.created", Encoding.UTF8.GetBytes(order), CancellationToken.None)).ShouldBeOfType<EventOutcome.Finished>().Runs.Single();
        run.ResultJson.ShouldBe("""{"total":399}""", run.Failure?.Message);
    }

    [Fact]
    public void The_rules_of_storage_and_the_engines_name_the_same_entry_files() => TemplateRules.Entries.ShouldBe(ScriptSource.Entries);

    [DatabaseFact]
    public async Task A_version_whose_code_was_lost_is_converted_when_it_is_loaded()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using (var host = await StartAsync(test))
        {
            await host.PublishAsync(Tenant, "sample", new Dictionary<string, string> { ["index.ts"] = "on('go', (): number => 1 as number);" }, CancellationToken.None);
        }

        await test.ExecuteAsync("alter table template_versions disable trigger template_versions_immutable; update template_versions set code = null");
        await using var later = await StartAsync(test);

        (await RunAsync(later, "go")).ResultJson.ShouldBe("1");
    }

    [DatabaseFact]
    public async Task An_import_that_leads_nowhere_is_rejected_with_file_line_and_column()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        var files = new Dictionary<string, string> { ["index.mjs"] = "import { a } from './a';\nimport b from 'lodash';\non('go', () => a + b);", ["a.js"] = "exports.a = 1;" };

        var rejected = (await host.PublishAsync(Tenant, "sample", files, CancellationToken.None)).ShouldBeOfType<TemplatePublication.Rejected>();

        (rejected.Reason, rejected.File, rejected.Line, rejected.Column).ShouldBe(("SyntaxError", "index.mjs", 2, 15));
        rejected.Message.ShouldContain("Cannot find \"lodash\", which index.mjs imports: there are no packages");
    }

    [DatabaseFact]
    public async Task A_template_with_two_index_files_is_refused()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        var files = new Dictionary<string, string> { ["index.js"] = "", ["index.ts"] = "" };

        (await host.PublishAsync(Tenant, "sample", files, CancellationToken.None)).ShouldBeOfType<TemplatePublication.Rejected>().Message
            .ShouldBe("A template has one index file, this has index.js and index.ts. Keep the one that is to run first.");
    }

    [DatabaseTheory]
    [InlineData("", "null")]
    [InlineData("e", "")]
    [InlineData("e", "{\"a\":}")]
    [InlineData("e", "1 2")]
    public async Task An_event_without_a_name_or_with_data_that_is_not_JSON_is_refused(string name, string data)
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);

        await Should.ThrowAsync<ArgumentException>(() => host.RunAsync(Tenant, name, Encoding.UTF8.GetBytes(data), CancellationToken.None));
    }

    [DatabaseFact]
    public async Task A_handler_gets_the_payload_of_a_call_character_by_character()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        await PublishAsync(host, "on('echo', event => event.data);");

        var outcome = await host.RunAsync(Tenant, "echo", Encoding.UTF8.GetBytes("\"ä\\u20ac😀\""), CancellationToken.None);

        outcome.ShouldBeOfType<EventOutcome.Finished>().Runs.Single().ResultJson.ShouldBe("\"ä€😀\"");
    }

    [DatabaseFact]
    public async Task A_cancelled_call_ends_as_cancelled_and_writes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        await PublishAsync(host, "on('spin', () => { kv.set('n', 1); for (;;) {} }); on('read', () => kv.get('n') ?? 'absent');");
        using var cancellation = new CancellationTokenSource();

        var spinning = host.RunAsync(Tenant, "spin", "null"u8.ToArray(), cancellation.Token);
        await cancellation.CancelAsync();

        (await spinning.WaitAsync(Limit)).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Cancelled);
        (await RunAsync(host, "read")).ResultJson.ShouldBe("\"absent\"");
    }

    [DatabaseFact]
    public async Task Stored_deliveries_run_once_their_slot_is_assigned_and_the_slot_can_be_given_back()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var host = await StartAsync(test);
        await PublishAsync(host, "on('count', event => { kv.increment('n', event.data.by); kv.set('text', event.data.text); }); on('read', () => kv.get('text') + kv.get('n'));");
        var (supervisor, leases) = (Guid.NewGuid(), new LeaseStore(test.Database));
        await leases.RenewAsync(supervisor, "test", Limit, CancellationToken.None);
        var slots = await leases.ClaimAsync(supervisor, [Tenant.Slot], CancellationToken.None);
        await host.AssignSlotsAsync(slots, CancellationToken.None).WaitAsync(Limit);

        var stored = await new EventStore(test.Database).AcceptAsync([Count(3), Count(4)], AcceptMode.AllOrNothing, 0, CancellationToken.None);
        stored.ShouldAllBe(outcome => outcome is AcceptOutcome.Accepted);
        host.Wake([Tenant.Slot]);
        await EmptyAsync(test);
        await host.AssignSlotsAsync([], CancellationToken.None).WaitAsync(Limit);
        await leases.LeaveAsync(supervisor, CancellationToken.None);

        (await RunAsync(host, "read")).ResultJson.ShouldBe("\"ä😀7\"");
    }

    [DatabaseFact]
    public async Task A_disposed_host_answers_what_it_had_accepted_and_refuses_what_comes_later()
    {
        await using var test = await TestDatabase.CreateAsync();
        var host = await StartAsync(test, new TemplateHostOptions { DrainTimeout = TimeSpan.Zero });
        await PublishAsync(host, "on('spin', () => { for (;;) {} });");
        var spinning = host.RunAsync(Tenant, "spin", "null"u8.ToArray(), CancellationToken.None);

        await host.DisposeAsync();

        (await spinning.WaitAsync(Limit)).ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Draining);
        (await host.RunAsync(Tenant, "spin", "null"u8.ToArray(), CancellationToken.None).WaitAsync(Limit))
            .ShouldBeOfType<EventOutcome.Refused>().Reason.ShouldBe(EventRefusal.Draining);
    }

    private static Task<TemplateHost> StartAsync(TestDatabase test, TemplateHostOptions? options = null) =>
        TemplateHost.StartAsync(test.Database, options ?? new TemplateHostOptions(), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);

    private static Task<TemplatePublication> PublishAsync(TemplateHost host, string source) =>
        host.PublishAsync(Tenant, "sample", new Dictionary<string, string> { ["index.js"] = source }, CancellationToken.None);

    private static async Task<RunReport> RunAsync(TemplateHost host, string name) =>
        (await host.RunAsync(Tenant, name, "null"u8.ToArray(), CancellationToken.None)).ShouldBeOfType<EventOutcome.Finished>().Runs.Single();

    private static NewEvent Count(int by) => new()
    {
        Tenant = Tenant,
        EventId = Guid.NewGuid(),
        Name = "count",
        Data = Encoding.UTF8.GetBytes($$"""{"by":{{by}},"text":"ä😀"}"""),
        MaxQueued = null,
    };

    private static async Task EmptyAsync(TestDatabase test)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await test.ReadAsync<long>("select count(*) from deliveries") > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
