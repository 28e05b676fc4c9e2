using TemplateWorker.Cli;
using TemplateWorker.Cli.Access;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Tests.Cli;

public sealed class OperatorVerbTests
{
    private static readonly TenantId Guild = new("guild", "1");

    [Fact]
    public void A_verb_names_the_configuration_the_tenant_and_the_form_of_the_answer()
    {
        var context = Parse<ListLanesCommand>("lanes list guild:1 --config prod.yaml --json").Context;

        (context.ConfigPath, context.Tenant, context.IsJson).ShouldBe(("prod.yaml", Guild, true));
        Parse<ListLanesCommand>("lanes list guild:1").Context.ConfigPath.ShouldBe("config.yaml");
    }

    [Fact]
    public void The_doctor_takes_a_configuration_and_no_words()
    {
        CommandParser.Parse(["doctor"]).ShouldBeOfType<Doctor>().ConfigPath.ShouldBe("config.yaml");
        CommandParser.Parse(["doctor", "--config", "prod.yaml", "--json"]).ShouldBe(new Doctor("prod.yaml", new LogFlags(null, null), IsJson: true));
        CommandParser.Parse(["doctor", "guild:1"]).ShouldBeOfType<Misuse>().Reasons.ShouldBe(["'guild:1' is an unexpected argument of doctor"]);
        CommandParser.Parse(["doctor", "--help"]).ShouldBeOfType<ShowHelp>().Text.ShouldNotContain("OWNER_TYPE");
    }

    [Fact]
    public void An_idempotency_key_is_cleared_by_its_name()
    {
        Parse<ClearIdempotencyKeyCommand>("idempotency clear guild:1 order-77").Key.ShouldBe("order-77");
        CommandParser.Parse(["idempotency", "clear", "guild:1"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldContain("idempotency clear needs KEY after the tenant");
    }

    [Fact]
    public void Usage_is_that_of_a_tenant()
    {
        Parse<ShowUsageCommand>("usage guild:1 --json").Context.ShouldSatisfyAllConditions(
            context => context.Tenant.ShouldBe(Guild), context => context.IsJson.ShouldBeTrue());
        CommandParser.Parse(["usage"]).ShouldBeOfType<Misuse>().Reasons.ShouldBe(["usage needs the tenant, such as guild:1234"]);
    }

    [Fact]
    public void Tokens_are_issued_for_everyone_or_for_a_tenant()
    {
        Parse<CreateTokenCommand>("tokens create ci --role operator").Draft.ShouldBe(new TokenDraft("ci", TokenRole.Operator, null, null));
        Parse<CreateTokenCommand>("tokens create ci --role tenant-read --tenant guild:1 --expires-in 720h").Draft
            .ShouldBe(new TokenDraft("ci", TokenRole.TenantRead, Guild, TimeSpan.FromHours(720)));
        Parse<CreateTokenCommand>("tokens create ci --role admin --json").Context.ShouldSatisfyAllConditions(
            context => context.Tenant.ShouldBeNull(), context => context.IsJson.ShouldBeTrue());
    }

    [Fact]
    public void Tokens_are_listed_revoked_and_rotated_by_their_prefix()
    {
        var list = Parse<ListTokensCommand>("tokens list");
        (list.Tenant, list.After, list.Limit).ShouldBe((null, "", 100));
        list = Parse<ListTokensCommand>("tokens list --tenant guild:1 --after tw_k3f4x2abcd --limit 5");
        (list.Tenant, list.After, list.Limit).ShouldBe((Guild, "tw_k3f4x2abcd", 5));
        Parse<RevokeTokenCommand>("tokens revoke tw_k3f4x2abcd").Prefix.ShouldBe("tw_k3f4x2abcd");
        var rotate = Parse<RotateTokenCommand>("tokens rotate tw_k3f4x2abcd");
        (rotate.Overlap, rotate.ValidFor).ShouldBe((TimeSpan.FromHours(1), null));
        rotate = Parse<RotateTokenCommand>("tokens rotate tw_k3f4x2abcd --overlap 0s --expires-in 24h");
        (rotate.Overlap, rotate.ValidFor).ShouldBe((TimeSpan.Zero, TimeSpan.FromHours(24)));
    }

    [Theory]
    [InlineData("tokens", "tokens needs one of create, list, revoke, rotate")]
    [InlineData("tokens make", "tokens 'make' is unknown; use one of create, list, revoke, rotate")]
    [InlineData("tokens create --role admin", "tokens create needs NAME")]
    [InlineData("tokens create ci", "tokens create needs --role: admin, operator, tenant, tenant-read")]
    [InlineData("tokens create ci --role root", "--role must be one of admin, operator, tenant, tenant-read, was 'root'")]
    [InlineData("tokens create a/b --role admin", "NAME must be 1 to 64 letters, digits, '.', '_' or '-', was 'a/b'")]
    [InlineData("tokens create ci --role tenant", "--tenant must be there for the role tenant")]
    [InlineData("tokens create ci --role admin --tenant guild:1", "--tenant must not be there for the role admin, which is valid for every tenant")]
    [InlineData("tokens create ci --role tenant --tenant guild", "--tenant must be a tenant such as guild:1234, was 'guild'")]
    [InlineData("tokens create ci --role admin --expires-in 10s", "--expires-in must be at least 1m, was 10s")]
    [InlineData("tokens create ci --role admin --overlap 1h", "--overlap is valid with tokens rotate, not with tokens create")]
    [InlineData("tokens create ci more --role admin", "'more' is an unexpected argument of tokens create")]
    [InlineData("tokens list --role admin", "--role is valid with tokens create, not with tokens list")]
    [InlineData("tokens list --limit 1001", "--limit must be at most 1000, was 1001")]
    [InlineData("tokens list --after x", "--after must be a token's prefix such as tw_k3f9x2abcd, was 'x'")]
    [InlineData("tokens revoke", "tokens revoke needs PREFIX")]
    [InlineData("tokens rotate tw_k3f4x2abcd --overlap 2161h", "--overlap must be at most 2160h, was 2161h")]
    [InlineData("tenants suspend guild:1", "tenants suspend needs --reason")]
    [InlineData("tenants suspend --reason unpaid", "tenants suspend needs the tenant, such as guild:1234")]
    [InlineData("tenants suspend guild:1 --reason unpaid --until soon", "--until must be a time with an offset as in RFC 3339, such as 2026-11-21T08:00:00Z, was 'soon'")]
    [InlineData("tenants export guild:1", "tenants export needs FILE after the tenant")]
    [InlineData("tenants import", "tenants import needs FILE")]
    [InlineData("tenants import a b", "'b' is an unexpected argument of tenants import")]
    [InlineData("tenants import a --as x", "--as must be a tenant such as guild:1234, was 'x'")]
    [InlineData("tenants export guild:1 a --as user:1", "--as is valid with tenants import, not with tenants export")]
    [InlineData("tenants delete guild:1", "tenants delete needs --yes, because everything that the tenant has is removed; tenants export keeps a copy")]
    [InlineData("tenants resume guild:1 --yes", "--yes is valid with tenants delete, not with tenants resume")]
    [InlineData("tenants resume guild:1 --reason unpaid", "--reason is valid with tenants suspend, not with tenants resume")]
    [InlineData("tenants show guild:1 --limit 5", "--limit is valid with tenants suspended, not with tenants show")]
    [InlineData("tenants suspended --after x", "--after must be a tenant such as guild:1234, was 'x'")]
    [InlineData("tenants suspended guild:1", "'guild:1' is an unexpected argument of tenants suspended")]
    [InlineData("audit", "audit needs one of list")]
    [InlineData("audit list --after x", "--after must be the place where the previous page ended, was 'x'")]
    [InlineData("audit list --csv --json", "--csv writes all lines that match, so it does not go with --json")]
    [InlineData("audit list --csv --limit 5", "--csv writes all lines that match, so it does not go with --limit")]
    [InlineData("audit list --from today", "--from must be a time with an offset as in RFC 3339, such as 2026-11-21T08:00:00Z, was 'today'")]
    public void Faults_of_tokens_and_audit_are_named(string arguments, string reason) =>
        CommandParser.Parse(arguments.Split(' ')).ShouldBeOfType<Misuse>().Reasons.ShouldBe([reason]);

    [Fact]
    public void Tenants_are_suspended_resumed_and_shown()
    {
        var suspend = Parse<SuspendTenantCommand>("tenants suspend guild:1 --reason unpaid --until 2100-01-01T00:00:00Z");
        (suspend.Context.Tenant, suspend.Reason, suspend.Until).ShouldBe((Guild, "unpaid", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Parse<SuspendTenantCommand>("tenants suspend guild:1 --reason unpaid").Until.ShouldBeNull();
        Parse<ResumeTenantCommand>("tenants resume guild:1").Context.Tenant.ShouldBe(Guild);
        Parse<ExportTenantCommand>("tenants export guild:1 a.ndjson").ShouldSatisfyAllConditions(
            export => export.Context.Tenant.ShouldBe(Guild), export => export.File.ShouldBe("a.ndjson"));
        Parse<ImportTenantCommand>("tenants import a.ndjson --as user:9").As.ShouldBe(new TenantId("user", "9"));
        Parse<DeleteTenantCommand>("tenants delete guild:1 --yes").Context.Tenant.ShouldBe(Guild);
        Parse<ShowSuspensionCommand>("tenants show guild:1").Context.Tenant.ShouldBe(Guild);
        var list = Parse<ListSuspensionsCommand>("tenants suspended --after guild:1 --limit 5");
        (list.After, list.Limit).ShouldBe((Guild, 5));
    }

    [Fact]
    public void A_whole_token_in_place_of_its_prefix_is_not_repeated()
    {
        var reasons = CommandParser.Parse(["tokens", "revoke", "tw_k3f4x2abcd_secret"]).ShouldBeOfType<Misuse>().Reasons;

        reasons.ShouldHaveSingleItem().ShouldStartWith("PREFIX must be a token's prefix");
        reasons[0].ShouldNotContain("secret");
    }

    [Fact]
    public void The_audit_log_is_listed_by_what_was_done_or_exported()
    {
        Parse<ListAuditCommand>("audit list").Filter.ShouldBe(new AuditFilter());
        Parse<ListAuditCommand>("audit list --tenant guild:1 --action lanes.pause --actor me --from 2030-01-01T00:00:00Z --to 2030-01-02T00:00:00Z --limit 5").Filter
            .ShouldBe(new AuditFilter
            {
                Tenant = Guild,
                Action = "lanes.pause",
                Actor = "me",
                Since = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Until = new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero),
                Limit = 5,
            });
        Parse<ExportAuditCommand>("audit list --csv --tenant guild:1").Filter.ShouldBe(new AuditFilter { Tenant = Guild, Limit = AuditFilter.MaxLimit });
    }

    [Fact]
    public void Deliveries_are_listed_by_what_they_are()
    {
        Parse<ListDeliveriesCommand>("deliveries list guild:1").Filter.ShouldBe(new DeliveryFilter { Tenant = Guild, Limit = 100 });
        Parse<ListDeliveriesCommand>("deliveries list guild:1 --state dead --template a --event b --reason CpuLimit --after 7 --limit 10").Filter.ShouldBe(
            new DeliveryFilter
            {
                Tenant = Guild,
                State = DeliveryState.Dead,
                Template = "a",
                EventName = "b",
                Reason = "CpuLimit",
                After = 7,
                Limit = 10,
            });
    }

    [Fact]
    public void Deliveries_to_change_are_named_by_ids_or_by_a_filter_or_are_all()
    {
        Parse<ShowDeliveryCommand>("deliveries show guild:1 7").Id.ShouldBe(7);
        Parse<ReplayDeliveriesCommand>("deliveries replay guild:1 7 8 7").Filter.Ids.ShouldBe([7, 8]);
        Parse<ReplayDeliveriesCommand>("deliveries replay guild:1 --state parked").Filter.State.ShouldBe(DeliveryState.Parked);
        Parse<ReplayDeliveriesCommand>("deliveries replay guild:1 --all").Filter.Ids.ShouldBeNull();
        Parse<DropDeliveriesCommand>("deliveries drop guild:1 7").Filter.Ids.ShouldBe([7]);
        Parse<DropDeliveriesCommand>("deliveries drop guild:1 --state dead --yes").Filter.State.ShouldBe(DeliveryState.Dead);
    }

    [Fact]
    public void Actions_are_listed_shown_replayed_and_dropped()
    {
        const string Id = "01a1fb43-d024-79cf-af1b-fdc238872907";
        Parse<ListActionsCommand>($"actions list guild:1 --state dead --type mail.send --after {Id} --limit 10").Filter.ShouldBe(
            new ActionFilter { Tenant = Guild, State = ActionState.Dead, Type = "mail.send", After = Guid.Parse(Id), Limit = 10 });
        Parse<ShowActionCommand>($"actions show guild:1 {Id}").Id.ShouldBe(Guid.Parse(Id));
        Parse<ReplayActionsCommand>($"actions replay guild:1 {Id} {Id}").Filter.Ids.ShouldBe([Guid.Parse(Id)]);
        Parse<ReplayActionsCommand>("actions replay guild:1 --state dead").Filter.State.ShouldBe(ActionState.Dead);
        Parse<DropActionsCommand>("actions drop guild:1 --all --yes").Filter.Ids.ShouldBeNull();
        CommandParser.Parse(["actions", "drop", "guild:1", "--all"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldContain("actions drop with a filter or --all needs --yes, because it cannot be undone; actions list shows what the filter matches");
        CommandParser.Parse(["actions", "replay", "guild:1"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldContain("actions replay needs ids, or a filter (--state, --type), or --all");
        CommandParser.Parse(["actions", "list", "guild:1", "--url", "http://x"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldHaveSingleItem().ShouldStartWith("--url is valid with actions routes set");
    }

    [Fact]
    public void Routes_of_actions_are_listed_set_and_deleted()
    {
        Parse<ListActionRoutesCommand>("actions routes list").Context.Tenant.ShouldBeNull();
        Parse<DeleteActionRouteCommand>("actions routes delete r").Name.ShouldBe("r");
        var set = Parse<SetActionRouteCommand>(
            "actions routes set r --type mail.* --url https://example.org --secret-file s --old-secret-file o --tenant guild:1 --order none --batch 2 --timeout 3s "
            + "--attempts 4 --rate 5 --concurrency 6 --allow-private");
        (set.SecretFile, set.OldSecretFile).ShouldBe(("s", "o"));
        (set.Route.Name, set.Route.Tenant, set.Route.Type, set.Route.Url, set.Route.IsStrict, set.Route.Batch, set.Route.Timeout, set.Route.Attempts)
            .ShouldBe(("r", Guild, "mail.*", "https://example.org", false, 2, TimeSpan.FromSeconds(3), 4));
        (set.Route.Rate, set.Route.Concurrency, set.Route.AllowsPrivate).ShouldBe((5, 6, true));
        CommandParser.Parse(["actions", "routes", "set", "r"]).ShouldBeOfType<Misuse>().Reasons.ShouldBe(
            ["actions routes set needs --type", "actions routes set needs --url", "actions routes set needs --secret-file"]);
        CommandParser.Parse(["actions", "routes", "set", "r", "--type", "*", "--url", "x", "--secret-file", "s"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldHaveSingleItem().ShouldStartWith("--url must be an absolute address");
        CommandParser.Parse(["actions", "routes", "drop"]).ShouldBeOfType<Misuse>().Reasons
            .ShouldBe(["actions routes 'drop' is unknown; use one of list, set, delete"]);
    }

    [Fact]
    public void A_lane_or_a_whole_tenant_is_paused_and_resumed()
    {
        Parse<PauseLaneCommand>("lanes pause guild:1 greeter").Template.ShouldBe("greeter");
        Parse<PauseLaneCommand>("lanes pause guild:1 --all").Template.ShouldBeNull();
        Parse<ResumeLaneCommand>("lanes resume guild:1 greeter").Template.ShouldBe("greeter");
        Parse<ResumeLaneCommand>("lanes resume guild:1 --all").Template.ShouldBeNull();
    }

    [Fact]
    public void Schedules_are_set_with_an_expression()
    {
        var set = CommandParser.Parse(["schedules", "set", "guild:1", "daily", "--cron", "30 6 * * mon-fri", "--timezone", "Europe/Berlin", "--data", "{\"n\": 1}"])
            .ShouldBeOfType<SetScheduleCommand>().Draft;

        (set.Name, set.Cron, set.TimeZone, set.EventName, set.DataJson, set.CatchUp).ShouldBe(
            ("daily", "30 6 * * mon-fri", "Europe/Berlin", null, "{\"n\": 1}", null));
        Parse<ListSchedulesCommand>("schedules list guild:1 --after a --limit 5").ShouldSatisfyAllConditions(
            list => list.After.ShouldBe("a"), list => list.Limit.ShouldBe(5));
        Parse<ShowScheduleCommand>("schedules show guild:1 daily").Name.ShouldBe("daily");
        Parse<RemoveScheduleCommand>("schedules remove guild:1 daily").Name.ShouldBe("daily");
    }

    [Fact]
    public void Policies_are_set_in_part_and_reset()
    {
        var policy = Parse<SetPolicyCommand>("policy set guild:1 greeter --max-attempts 8 --on-exhausted park").Policy!;

        (policy.MaxAttempts, policy.BackoffBase, policy.BackoffCap, policy.OnExhausted).ShouldBe(
            (8, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), ExhaustedAction.Park));
        Parse<SetPolicyCommand>("policy reset guild:1 greeter").Policy.ShouldBeNull();
        Parse<ShowPolicyCommand>("policy show guild:1 greeter").Template.ShouldBe("greeter");
    }

    [Fact]
    public void History_and_log_lines_are_picked_by_place_and_time()
    {
        var filter = Parse<ListHistoryCommand>("history guild:1 --outcome dead --delivery 7 --from 2026-11-21T08:00:00Z --limit 5").Filter;
        (filter.Outcome, filter.Delivery, filter.Since, filter.Limit).ShouldBe(("dead", 7L, new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), 5));

        Parse<ListLogsCommand>("logs guild:1 --level warn --template greeter").Filter.ShouldSatisfyAllConditions(
            logs => logs.Least.ShouldBe(LogSeverity.Warn), logs => logs.Template.ShouldBe("greeter"));
    }

    [Theory]
    [InlineData("deliveries", "deliveries needs one of list, show, replay, drop")]
    [InlineData("deliveries delete guild:1", "deliveries 'delete' is unknown; use one of list, show, replay, drop")]
    [InlineData("deliveries list", "deliveries list needs the tenant, such as guild:1234")]
    [InlineData("deliveries list guild", "TENANT must be a tenant such as guild:1234, was 'guild'")]
    [InlineData("deliveries list guild:1 --state lost", "--state must be one of queued, retrying, delayed, parked, dead, was 'lost'")]
    [InlineData("deliveries list guild:1 --limit 0", "--limit must be at least 1, was 0")]
    [InlineData("deliveries list guild:1 --after x", "--after must be an id, a whole number, was 'x'")]
    [InlineData("deliveries list guild:1 --yes", "--yes is valid with deliveries drop, not with deliveries list")]
    [InlineData("deliveries list guild:1 7", "'7' is an unexpected argument of deliveries list")]
    [InlineData("deliveries show guild:1", "deliveries show needs ID after the tenant")]
    [InlineData("deliveries replay guild:1", "deliveries replay needs ids, or a filter (--state, --template, --event, --reason), or --all")]
    [InlineData("deliveries replay guild:1 7 --all", "deliveries replay needs ids, or a filter (--state, --template, --event, --reason), or --all; use only one of them")]
    [InlineData("deliveries replay guild:1 --state queued", "--state must be parked or dead with deliveries replay, was queued: the others are still being tried")]
    [InlineData("deliveries drop guild:1 --all", "deliveries drop with a filter or --all needs --yes, because it cannot be undone; deliveries list shows what the filter matches")]
    [InlineData("lanes pause guild:1", "lanes pause needs a template, or --all")]
    [InlineData("lanes pause guild:1 greeter --all", "lanes pause needs a template, or --all, not both")]
    [InlineData("lanes list guild:1 --all", "--all is valid with lanes pause and resume, not with lanes list")]
    [InlineData("schedules set guild:1 daily", "schedules set needs --cron, five fields such as '30 6 * * mon-fri', or a name such as @hourly")]
    [InlineData("schedules list guild:1 --cron @daily", "--cron is valid with schedules set, not with schedules list")]
    [InlineData("policy set guild:1 greeter", "policy set needs one of --max-attempts, --backoff-base, --backoff-cap, --on-exhausted; policy reset restores the default")]
    [InlineData("policy show guild:1 greeter --max-attempts 3", "--max-attempts is valid with policy set, not with policy show")]
    [InlineData("history guild:1 --outcome lost", "--outcome must be one of done, retry, dead, parked, skipped, failed, was 'lost'")]
    [InlineData("history guild:1 --event-id 7", "--event-id must be a UUID such as 01a1fb43-d024-79cf-af1b-fdc238872907, was '7'")]
    [InlineData("logs guild:1 --level loud", "--level must be one of debug, info, warn, error, was 'loud'")]
    [InlineData("lanes list guild:1 --jsno", "unknown flag '--jsno'; did you mean --json?")]
    public void What_cannot_be_meant_is_refused_with_its_reason(string arguments, string reason) =>
        CommandParser.Parse(arguments.Split(' ')).ShouldBeOfType<Misuse>().Reasons.ShouldBe([reason]);

    [Theory]
    [InlineData("@never", "--cron: ")]
    [InlineData("* * * *", "--cron: ")]
    public void A_bad_expression_is_told_before_anything_is_done(string cron, string start) =>
        CommandParser.Parse(["schedules", "set", "guild:1", "daily", "--cron", cron]).ShouldBeOfType<Misuse>()
            .Reasons.ShouldHaveSingleItem().ShouldStartWith(start);

    [Fact]
    public void Data_of_a_schedule_must_be_json() =>
        CommandParser.Parse(["schedules", "set", "guild:1", "daily", "--cron", "@daily", "--data", "{n}"]).ShouldBeOfType<Misuse>()
            .Reasons.ShouldHaveSingleItem().ShouldStartWith("--data must be JSON, was '{n}': ");

    [Theory]
    [InlineData("deliveries")]
    [InlineData("lanes")]
    [InlineData("schedules")]
    [InlineData("policy")]
    [InlineData("history")]
    [InlineData("logs")]
    [InlineData("usage")]
    public void Each_verb_has_a_help_of_its_own_and_is_named_in_the_help_of_all(string verb)
    {
        var page = CommandParser.Parse([verb, "--help"]).ShouldBeOfType<ShowHelp>().Text;

        page.ShouldContain($"Usage: template-worker {verb} ");
        page.ShouldContain("--json");
        page.ShouldNotContain("--worker-type");
        page.Split('\n').ShouldAllBe(line => line.Length <= 125 && line == line.TrimEnd());
        CommandParser.Parse(["--help"]).ShouldBeOfType<ShowHelp>().Text.ShouldContain($"\n  {verb} ");
    }

    private static T Parse<T>(string arguments)
        where T : OperatorCommand => CommandParser.Parse(arguments.Split(' ')).ShouldBeOfType<T>();
}
