using TemplateWorker.Cli;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;

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
