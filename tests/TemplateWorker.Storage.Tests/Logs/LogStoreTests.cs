using TemplateWorker.Storage.Logs;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Logs;

public sealed class LogStoreTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly Guid Run = new("0b1f6c2e-8a57-4f0e-9d3a-111111111111");

    [DatabaseFact]
    public async Task Lines_are_listed_newest_first_by_template_severity_and_page()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LogStore(test.Database);
        var now = await test.ReadAsync<DateTime>("select now()");
        var lines = Enumerable.Range(0, 8).Select(number => new LogLine
        {
            Tenant = Tenant,
            Template = number % 2 == 0 ? "even" : "odd",
            RunId = number == 0 ? null : Run,
            Severity = (LogSeverity)(number / 2),
            Text = $"line {number}",
            LoggedAt = new DateTimeOffset(now).AddMicroseconds(number),
        }).ToList();
        await store.WriteAsync([.. lines, lines[0] with { Tenant = new TenantId("guild", "2") }], CancellationToken.None);

        (await store.ListAsync(new LogFilter { Tenant = Tenant, Limit = 100 }, CancellationToken.None)).ShouldBe(lines.AsEnumerable().Reverse());
        (await store.ListAsync(new LogFilter { Tenant = Tenant, Template = "odd", Least = LogSeverity.Warn, Limit = 100 }, CancellationToken.None))
            .ShouldBe([lines[7], lines[5]]);
        (await store.ListAsync(new LogFilter { Tenant = Tenant, Before = lines[5].LoggedAt, Limit = 2 }, CancellationToken.None))
            .ShouldBe([lines[4], lines[3]]);
    }

    [DatabaseFact]
    public async Task What_a_script_can_write_and_a_text_cannot_hold_is_replaced()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new LogStore(test.Database);
        var now = await test.ReadAsync<DateTime>("select now()");

        await store.WriteAsync(
            [
                new LogLine
                {
                    Tenant = Tenant, Template = "t", RunId = Run, Severity = LogSeverity.Info, Text = "a\0b\ud800c\U0001F600", LoggedAt = new DateTimeOffset(now),
                },
            ],
            CancellationToken.None);

        (await store.ListAsync(new LogFilter { Tenant = Tenant, Limit = 1 }, CancellationToken.None))
            .ShouldHaveSingleItem().Text.ShouldBe("a\ufffdb\ufffdc\U0001F600");
    }
}
