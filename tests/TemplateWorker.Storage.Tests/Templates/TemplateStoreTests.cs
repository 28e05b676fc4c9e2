using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Templates;

public sealed class TemplateStoreTests
{
    private const int MaxTemplates = 3;

    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_published_template_is_what_a_worker_reads()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        var content = Content("greeter") with
        {
            Files = new Dictionary<string, string> { ["index.js"] = "on('é', () => \"<\");\n", ["lib/a.js"] = "1" },
            SettingsJson = """{"b": 1, "a": [2]}""",
            Subscriptions = ["z", "a"],
        };

        var published = (await PublishAsync(store, content)).ShouldBeOfType<PublishOutcome.Published>().Template;

        published.ShouldBe(new PublishedTemplate("greeter", 1, content.Subscriptions, Changed: true));
        var read = store.ReadActive(Tenant, "greeter", null);
        read.Banned.ShouldBeFalse();
        var active = read.Templates.ShouldHaveSingleItem();
        active.Name.ShouldBe("greeter");
        active.Version.ShouldBe(1);
        active.Files.ShouldBe(content.Files, ignoreOrder: true);
        active.SettingsJson.ShouldBe("""{"a": [2], "b": 1}""");
        active.Subscriptions.ShouldBe(["z", "a"]);
    }

    [DatabaseFact]
    public async Task What_runs_in_place_of_a_file_is_kept_beside_the_version_and_is_no_part_of_its_content()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        var content = Content("greeter") with
        {
            Files = new Dictionary<string, string> { ["index.ts"] = "on('a', (): void => {});" },
            Code = new Dictionary<string, string> { ["index.ts"] = "\"use strict\";on('a', () => {});\n//# columns 1,13,-13" },
        };

        await PublishAsync(store, content);
        var again = (await PublishAsync(store, content with { Code = new Dictionary<string, string> { ["index.ts"] = "other" } })).ShouldBeOfType<PublishOutcome.Published>().Template;

        again.Changed.ShouldBeFalse();
        store.ReadActive(Tenant, "greeter", null).Templates.ShouldHaveSingleItem().Code.ShouldBe(content.Code);
        store.ReadActive(Tenant, "another", null).Templates.ShouldHaveSingleItem().Code.ShouldBeEmpty();
        var shown = (await store.GetAsync(Tenant, "greeter", CancellationToken.None)).ShouldNotBeNull().Active;
        shown.Files.ShouldBe(content.Files);
        (await test.ReadTextsAsync("select count(*)::text from template_versions where code is null")).ShouldBe(["0"]);
    }

    [DatabaseFact]
    public async Task Of_a_templates_versions_the_newest_are_kept_and_the_one_that_was_active()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        var limits = new TenantLimits { TemplateVersions = 3 };
        for (var version = 1; version <= 4; version++)
        {
            await store.PublishAsync(Tenant, Version(version), limits, CancellationToken.None);
        }

        (await VersionsAsync()).ShouldBe(["2", "3", "4"]);
        (await store.ActivateAsync(Tenant, "a", 2, CancellationToken.None)).ShouldBeOfType<ActivateOutcome.Activated>();
        await store.PublishAsync(Tenant, Version(5), limits, CancellationToken.None);
        (await VersionsAsync()).ShouldBe(["2", "4", "5"]);
        // The same content as the active version changes nothing.
        await store.PublishAsync(Tenant, Version(5), limits with { TemplateVersions = 1 }, CancellationToken.None);
        (await VersionsAsync()).ShouldBe(["2", "4", "5"]);
        await store.PublishAsync(Tenant, Version(6), limits with { TemplateVersions = 1 }, CancellationToken.None);
        (await VersionsAsync()).ShouldBe(["6"]);
        store.ReadActive(Tenant).Templates.ShouldHaveSingleItem().Version.ShouldBe(6);

        Task<IReadOnlyList<string?>> VersionsAsync() => test.ReadTextsAsync("select version::text from template_versions order by version");

        static TemplateContent Version(int version) =>
            Content("a") with { Files = new Dictionary<string, string> { ["index.js"] = $"// {version}" } };
    }

    [DatabaseFact]
    public async Task One_source_is_read_at_a_time_that_of_a_template_or_of_the_first_that_handles_an_event()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a") with { Subscriptions = ["other"] });
        await PublishAsync(store, Content("b") with { SettingsJson = """{"b": 1}""" });
        await PublishAsync(store, Content("c"));

        Sources(null, null).ShouldBeEmpty();
        Sources("c", null).ShouldBe(["c"]);
        Sources("c", "other").ShouldBe(["c"]);
        Sources(null, "event").ShouldBe(["b"]);
        Sources(null, "unknown").ShouldBeEmpty();
        var others = store.ReadActive(Tenant, "c", null).Templates.Where(template => template.Name != "c").ToArray();
        others.ShouldAllBe(template => template.SettingsJson == "{}" && template.Version == 1);

        IEnumerable<string> Sources(string? template, string? eventName) =>
            store.ReadActive(Tenant, template, eventName).Templates.Where(active => active.Files.Count > 0).Select(active => active.Name);
    }

    [DatabaseFact]
    public async Task The_checksum_tells_whether_a_template_is_the_one_that_was_read_before()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a", "1"));
        var first = Checksum();
        await PublishAsync(store, Content("a", "2"));
        var second = Checksum();
        await store.ActivateAsync(Tenant, "a", 1, CancellationToken.None);

        second.ShouldNotBe(first);
        Checksum().ShouldBe(first);

        string Checksum() => store.ReadActive(Tenant).Templates.ShouldHaveSingleItem().Checksum;
    }

    [DatabaseFact]
    public async Task A_tenant_nobody_has_heard_of_has_no_templates_and_no_ban()
    {
        await using var test = await TestDatabase.CreateAsync();

        var read = new TemplateStore(test.Database).ReadActive(Tenant);

        read.Banned.ShouldBeFalse();
        read.Templates.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_ban_is_read_with_the_templates()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a"));
        await test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('guild', '1', true)");

        var read = store.ReadActive(Tenant);

        read.Banned.ShouldBeTrue();
        read.Templates.ShouldHaveSingleItem();
    }

    [DatabaseFact]
    public async Task The_same_content_again_makes_no_version_whatever_the_order_it_is_written_in()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        var files = new Dictionary<string, string> { ["index.js"] = "1", ["b.js"] = "2" };
        await PublishAsync(store, Content("a") with { Files = files, SettingsJson = """{"x":1,"y":2}""" });

        var again = await PublishAsync(store, Content("a") with
        {
            Files = files.Reverse().ToDictionary(),
            SettingsJson = """{ "y": 2, "x": 1 }""",
        });

        again.ShouldBeOfType<PublishOutcome.Published>().Template.ShouldSatisfyAllConditions(
            template => template.Version.ShouldBe(1), template => template.Changed.ShouldBeFalse());
        (await store.GetAsync(Tenant, "a", CancellationToken.None))!.Versions.ShouldHaveSingleItem();
    }

    [DatabaseTheory]
    [InlineData("files")]
    [InlineData("settings")]
    [InlineData("subscriptions")]
    public async Task Any_difference_in_the_content_makes_a_version(string what)
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        var content = Content("a");
        await PublishAsync(store, content);

        var changed = await PublishAsync(store, what switch
        {
            "files" => content with { Files = new Dictionary<string, string> { ["index.js"] = "changed" } },
            "settings" => content with { SettingsJson = """{"changed":true}""" },
            _ => content with { Subscriptions = ["changed"] },
        });

        changed.ShouldBeOfType<PublishOutcome.Published>().Template.ShouldSatisfyAllConditions(
            template => template.Version.ShouldBe(2), template => template.Changed.ShouldBeTrue());
        store.ReadActive(Tenant).Templates.ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [DatabaseFact]
    public async Task An_earlier_version_can_be_made_active_and_the_next_one_counts_on_from_the_last()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a", "1"));
        await PublishAsync(store, Content("a", "2") with { Subscriptions = ["two"] });

        var activated = await store.ActivateAsync(Tenant, "a", 1, CancellationToken.None);

        activated.ShouldBeOfType<ActivateOutcome.Activated>().Template.ShouldSatisfyAllConditions(
            template => template.Version.ShouldBe(1),
            template => template.Subscriptions.ShouldBe(["event"]),
            template => template.Changed.ShouldBeTrue());
        store.ReadActive(Tenant, "a", null).Templates.ShouldHaveSingleItem().Files["index.js"].ShouldBe("1");
        (await store.ActivateAsync(Tenant, "a", 1, CancellationToken.None))
            .ShouldBeOfType<ActivateOutcome.Activated>().Template.Changed.ShouldBeFalse();
        (await PublishAsync(store, Content("a", "2"))).ShouldBeOfType<PublishOutcome.Published>().Template.Version.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task Activating_what_does_not_exist_changes_nothing_and_says_what_exists()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a", "1"));
        await PublishAsync(store, Content("a", "2"));

        (await store.ActivateAsync(Tenant, "a", 7, CancellationToken.None))
            .ShouldBeOfType<ActivateOutcome.UnknownVersion>().Versions.ShouldBe([1, 2]);
        (await store.ActivateAsync(Tenant, "b", 1, CancellationToken.None)).ShouldBeOfType<ActivateOutcome.UnknownTemplate>();
        (await store.ActivateAsync(new TenantId("guild", "2"), "a", 1, CancellationToken.None))
            .ShouldBeOfType<ActivateOutcome.UnknownTemplate>();
        store.ReadActive(Tenant).Templates.ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_version_number_is_never_used_again_after_a_deletion()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("a", "1"));
        await PublishAsync(store, Content("a", "2"));

        (await store.DeleteAsync(Tenant, "a", CancellationToken.None)).ShouldBeTrue();
        (await store.DeleteAsync(Tenant, "a", CancellationToken.None)).ShouldBeFalse();
        store.ReadActive(Tenant).Templates.ShouldBeEmpty();
        (await store.GetAsync(Tenant, "a", CancellationToken.None)).ShouldBeNull();

        (await PublishAsync(store, Content("a", "3"))).ShouldBeOfType<PublishOutcome.Published>().Template.Version.ShouldBe(3);
        await test.ExecuteAsync("delete from templates");
        (await PublishAsync(store, Content("a", "4"))).ShouldBeOfType<PublishOutcome.Published>().Template.Version.ShouldBe(4);
    }

    [DatabaseFact]
    public async Task A_full_tenant_can_change_its_templates_but_make_no_new_one()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        foreach (var name in (string[])["a", "b", "c"])
        {
            await PublishAsync(store, Content(name));
        }

        (await PublishAsync(store, Content("d"))).ShouldBe(new PublishOutcome.TooManyTemplates(MaxTemplates));
        (await PublishAsync(store, Content("c", "changed"))).ShouldBeOfType<PublishOutcome.Published>();
        await store.DeleteAsync(Tenant, "a", CancellationToken.None);
        (await PublishAsync(store, Content("d"))).ShouldBeOfType<PublishOutcome.Published>();
        store.ReadActive(Tenant).Templates.Select(template => template.Name).ShouldBe(["b", "c", "d"]);
    }

    [DatabaseFact]
    public async Task Publishers_that_race_for_the_last_place_do_not_overfill_the_tenant()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => PublishAsync(store, Content($"t{number}"))));

        outcomes.OfType<PublishOutcome.Published>().Count().ShouldBe(MaxTemplates);
        store.ReadActive(Tenant).Templates.Count.ShouldBe(MaxTemplates);
    }

    [DatabaseFact]
    public async Task Templates_are_listed_by_name_and_read_with_their_versions()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);
        await PublishAsync(store, Content("b"));
        await PublishAsync(store, Content("a", "1"));
        await PublishAsync(store, Content("a", "2") with { Subscriptions = ["x", "y"] });

        var list = await store.ListAsync(Tenant, CancellationToken.None);
        var details = (await store.GetAsync(Tenant, "a", CancellationToken.None))!;

        list.Select(template => (template.Name, template.ActiveVersion)).ShouldBe([("a", 2), ("b", 1)]);
        list[0].Subscriptions.ShouldBe(["x", "y"]);
        list[0].UpdatedAt.ShouldBeGreaterThan(list[0].CreatedAt);
        details.Active.Files["index.js"].ShouldBe("2");
        details.Active.Subscriptions.ShouldBe(["x", "y"]);
        details.CreatedAt.ShouldBe(list[0].CreatedAt);
        details.UpdatedAt.ShouldBe(list[0].UpdatedAt);
        details.Versions.Select(version => version.Version).ShouldBe([1, 2]);
        details.Versions[0].PublishedAt.ShouldBe(details.CreatedAt);
        details.Versions[0].Checksum.Length.ShouldBe(32);
        details.Versions[0].Checksum.ShouldNotBe(details.Versions[1].Checksum);
        (await store.ListAsync(new TenantId("guild", "2"), CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_version_cannot_be_changed_by_plain_SQL_either()
    {
        await using var test = await TestDatabase.CreateAsync();
        await PublishAsync(new TemplateStore(test.Database), Content("a"));

        var exception = await Should.ThrowAsync<Npgsql.PostgresException>(
            () => test.ExecuteAsync("update template_versions set settings = '{}'"));

        exception.MessageText.ShouldBe("template versions are immutable: publish a new version instead");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => test.ExecuteAsync("delete from template_versions"));
    }

    [DatabaseFact]
    public async Task Content_beyond_the_ceilings_is_refused_and_changes_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TemplateStore(test.Database);

        var name = await Should.ThrowAsync<StorageException>(() => PublishAsync(store, Content(new string('n', 129))));
        var nul = await Should.ThrowAsync<StorageException>(() => PublishAsync(store, Content("a", "\0")));
        var subscriptions = await Should.ThrowAsync<StorageException>(() => PublishAsync(
            store, Content("a") with { Subscriptions = [.. Enumerable.Range(0, 1001).Select(number => $"{number}")] }));

        name.Fault.ShouldBe(StorageFault.ConstraintViolated);
        nul.Fault.ShouldBe(StorageFault.ValueRefused);
        subscriptions.Fault.ShouldBe(StorageFault.ConstraintViolated);
        store.ReadActive(Tenant).Templates.ShouldBeEmpty();
    }

    private static TemplateContent Content(string name, string source = "source") => new()
    {
        Name = name,
        Files = new Dictionary<string, string> { ["index.js"] = source },
        SettingsJson = """{"a":1}""",
        Subscriptions = ["event"],
    };

    private static Task<PublishOutcome> PublishAsync(TemplateStore store, TemplateContent content) =>
        store.PublishAsync(Tenant, content, new TenantLimits { Templates = MaxTemplates }, CancellationToken.None);
}
