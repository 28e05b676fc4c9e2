using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Tests;

public sealed class ExpectationTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    private readonly List<DemoEvent> _events = [];

    [Fact]
    public void Members_and_messages_are_counted_and_bots_are_not()
    {
        Join("u1", "2026-03-02T08:00:00Z");
        Join("u2", "2026-03-02T08:01:00Z");
        Join("u3", "2026-03-02T08:02:00Z", "pl-PL");
        Join("u1", "2026-03-02T09:00:00.5Z");
        Join("u1", "2026-03-05T09:00:00.5Z");
        Message("u1", "hello", 0);
        Message("u1", "hello again", 1, bot: true);

        Stored("greeter").ShouldBe("""
            {"founder":"u1","joined/u1":{"$type":"date","value":"2026-03-05T09:00:00.500Z"},"joined/u2":{"$type":"date","value":"2026-03-02T08:01:00.000Z"},"joined/u3":{"$type":"date","value":"2026-03-02T08:02:00.000Z"},"joins":5,"messages":1,"messages/u1":1}
            """);
        Sent("greeter").Select(action => action.Data["text"]!.GetValue<string>()).ShouldBe(
            [
                "Welcome, Ada u1! You are the very first one here.",
                "Welcome, Ada u2! You are member number 2.",
                "Witaj, Ada u3! Jesteś członkiem numer 3.",
                "That was quick, Ada u1. Welcome back!",
                "Welcome back, Ada u1, after 3 days!",
                "Ada u1 just wrote message number 1 🎉",
            ]);
    }

    [Fact]
    public void The_first_the_tenth_and_the_hundredth_message_are_cheered()
    {
        for (var message = 0; message < 100; message++)
        {
            Message("u1", $"message {message}", 60 * message);
        }

        Sent("greeter").Count.ShouldBe(3);
    }

    [Fact]
    public void Five_messages_in_ten_seconds_are_a_flood_and_four_are_not()
    {
        for (var second = 0; second < 5; second++)
        {
            Message("u1", $"message {second}", second);
        }

        Value("spam-filter", "verdict/allow").ShouldBe("4");
        Value("spam-filter", "verdict/warn").ShouldBe("1");
        Sent("spam-filter").ShouldHaveSingleItem().Data.ToJsonString().ShouldBe("""{"user":"u1","reasons":["flood"]}""");
    }

    [Fact]
    public void A_message_leaves_the_window_exactly_ten_seconds_after_it_was_written()
    {
        for (var message = 0; message < 4; message++)
        {
            Message("u1", $"message {message}", 0);
        }

        Message("u1", "message 4", 10);

        Value("spam-filter", "verdict/allow").ShouldBe("5");
        Model().In("spam-filter").Values["window/u1"].AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_text_a_third_time_is_a_repeat_whatever_its_case_and_spaces()
    {
        Message("u1", "Buy gold!", 0);
        Message("u1", "BUY GOLD", 1);
        Message("u1", "  buy, gold ...", 2);

        Value("spam-filter", "strikes/u1").ShouldBe("1");
    }

    [Fact]
    public void The_third_strike_mutes_for_ten_minutes_and_what_is_dropped_is_not_judged()
    {
        for (var message = 0; message < 3; message++)
        {
            Message("u1", "http://a HTTPS://b http://c https://d", 60 * message);
        }

        Message("u1", "let me speak", 60 * 11);
        Message("u1", "may I now?", 60 * 12);

        Model().State.ToJsonString().ShouldBe($$$"""{"muted":{"u1":{{{At(120).ToUnixTimeMilliseconds() + 600_000}}}}}""");
        Sent("spam-filter").Select(action => action.Type).ShouldBe(["chat.warn", "chat.warn", "member.mute"]);
        Sent("spam-filter")[^1].Data.ToJsonString().ShouldBe("""{"user":"u1","until":"2026-03-02T08:12:00.000Z"}""");
        Value("spam-filter", "verdict/mute").ShouldBe("1");
        Value("spam-filter", "verdict/drop").ShouldBe("1");
        Value("spam-filter", "verdict/allow").ShouldBe("1");
    }

    [Fact]
    public void Points_are_given_by_what_was_done()
    {
        Message("u1", new string('x', 199), 0);
        Message("u1", new string('x', 200), 60);
        Add("github.push", """{"pusher":{"name":"ada"},"commits":[{"distinct":true},{"distinct":false},{"distinct":true}]}""");
        Add("github.issues", """{"action":"closed","sender":{"login":"ada"}}""");
        Add("github.issues", """{"action":"labeled","sender":{"login":"bob"}}""");
        Add("github.pull_request", """{"action":"closed","pull_request":{"user":{"login":"bob"},"merged":true}}""");
        Add("github.pull_request", """{"action":"closed","pull_request":{"user":{"login":"bob"},"merged":false}}""");

        Stored("leaderboard").ShouldBe("""
            {"champion":{"who":"github:ada","points":11},"points/github:ada":11,"points/github:bob":10,"points/u1":3,"total":{"$type":"bigint","value":"24"}}
            """);
    }

    [Fact]
    public void The_ranking_is_posted_as_it_is_when_it_is_asked_for()
    {
        Add("leaderboard.show", "{}");
        foreach (var name in (string[])["carl", "ada", "bob"])
        {
            Add("github.issues", $$$"""{"action":"opened","sender":{"login":"{{{name}}}"}}""");
        }

        Add("github.issues", """{"action":"closed","sender":{"login":"bob"}}""");
        Add("leaderboard.show", """{"limit":2}""");
        Add("leaderboard.show", "{}");

        Sent("leaderboard").Select(action => action.Data["text"]!.GetValue<string>()).ShouldBe(
            ["", "1. github:bob: 7\n2. github:ada: 2", "1. github:bob: 7\n2. github:ada: 2\n2. github:carl: 2"]);
    }

    [Fact]
    public void An_invoice_is_settled_by_its_payments()
    {
        Invoice();
        Pay(119);
        Value("invoices", "invoice/i1").ShouldContain("\"paid\":119,\"issued\"");
        Value("invoices", "invoice/i1").ShouldContain("\"status\":\"partly_paid\"");
        Pay(1_071);
        Value("invoices", "invoice/i1").ShouldContain("\"status\":\"paid\"");
        Pay(1);
        Value("invoices", "invoice/i1").ShouldContain("\"status\":\"overpaid\"");
        Pay(5, "USD");

        Value("invoices", "paid/EUR").ShouldBe("""{"$type":"bigint","value":"1191"}""");
        Value("invoices", "unmatched").ShouldBe("1");
        Sent("invoice-validator").ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            receipt => receipt.Type.ShouldBe("receipt.send"),
            receipt => receipt.Data.ToJsonString().ShouldBe("""{"invoice":"i1","number":"R-1","amount":1190,"currency":"EUR"}"""));
    }

    [Fact]
    public void An_invoice_that_comes_again_is_a_repeat_and_one_that_comes_changed_is_refused()
    {
        Invoice();
        Invoice();
        Invoice(gross: 1_191);

        Value("invoices", "outcome/valid").ShouldBe("1");
        Value("invoices", "outcome/repeated").ShouldBe("1");
        Value("invoices", "problem/altered").ShouldBe("1");
        Value("invoices", "outcome/invalid").ShouldBe("1");
        Sent("invoice-validator").ShouldHaveSingleItem().Data.ToJsonString().ShouldBe("""{"invoice":"i1","number":"R-1","problems":["altered"]}""");
    }

    [Fact]
    public void An_endless_loop_fails_by_the_CPU_limit_and_leaves_nothing()
    {
        Add("stress.ping", "{}");
        Add("stress.loop", "{}");

        var expectation = Expectation.Of(_events);
        expectation.Failures.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, int>("CpuLimit", 1));
        expectation.Runs.ShouldBe(2);
        Stored("runaway").ShouldBe("""{"pings":1}""");
        Model().Actions.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_is_counted_for_every_template_that_subscribes()
    {
        Message("u1", "hello", 0);

        Expectation.Of(_events).Runs.ShouldBe(3);
    }

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private ExpectedTenant Model() => Expectation.Of(_events).Tenants[Tenant];

    private string Stored(string scope) =>
        new JsonObject(Model().In(scope).Values.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value))).ToJsonString();

    private string Value(string scope, string key) => Model().In(scope).Values[key].ToJsonString();

    private List<ExpectedAction> Sent(string channel) => Model().Actions[channel];

    private void Join(string member, string at, string locale = "en") =>
        Add("member.join", $$"""{"member":{"id":"{{member}}","name":"Ada {{member}}","locale":"{{locale}}"},"at":"{{at}}"}""");

    private void Message(string author, string content, int second, bool bot = false) => Add("message.create", JsonSerializer.Serialize(new
    {
        author = new { id = author, name = $"Ada {author}", bot },
        content,
        at = At(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
    }));

    private void Invoice(int gross = 1_190) => Add("invoice.created", $$$"""
        {"id":"i1","number":"R-1","currency":"EUR","customer":{"name":"Müller","country":"DE","vat_id":"DE123456789"},
         "lines":[{"description":"Bär","quantity":2,"unit_price":500,"tax_rate":19}],"totals":{"net":1000,"tax":190,"gross":{{{gross}}}},
         "issued_on":"2026-03-02","due_on":"2026-03-02"}
        """);

    private void Pay(int amount, string currency = "EUR") =>
        Add("payment.received", $$"""{"invoice":"i1","amount":{{amount}},"currency":"{{currency}}","at":"2026-03-03T00:00:00Z"}""");

    private void Add(string name, string data)
    {
        using var document = JsonDocument.Parse(data);
        _events.Add(new DemoEvent($"e{_events.Count}", Tenant, name, document.RootElement.Clone()));
    }
}
