using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Runs.Tests.Logging;

public sealed class GivenUpLogTests : IDisposable
{
    private static readonly AttemptFailure Failure = new() { Reason = "ScriptError", Message = "no", Worker = "w", Wall = TimeSpan.Zero };
    private readonly FakeTimeProvider _time = new();
    private readonly CollectingLoggers _loggers = new();

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public void A_dead_letter_and_a_parked_lane_are_lines_and_a_retry_is_none()
    {
        var log = new GivenUpLog(_time, _loggers.CreateLogger("test"));

        log.Note(Some(), new DeliveryEnd.Dead { Id = 7, Attempt = 4, Failure = Failure });
        log.Note(Some(), new DeliveryEnd.Park { Id = 7, Attempt = 4, Failure = Failure });
        log.Note(Some(), new DeliveryEnd.Retry { Id = 7, Attempt = 4, Failure = Failure, Delay = TimeSpan.Zero });
        log.Note(Some(), new DeliveryEnd.Done { Id = 7, Attempt = 4 });

        _loggers.Lines.ShouldBe(
        [
            "5501 Warning test: Delivery 7 (message.create) of guild:1 failed at attempt 5 and is now a dead letter of template greeter: ScriptError",
            "5502 Warning test: Delivery 7 (message.create) of guild:1 failed at attempt 5 and holds the lane of template greeter until it is replayed or dropped: ScriptError",
        ]);
    }

    [Fact]
    public void A_flood_of_dead_letters_is_counted_instead_of_told()
    {
        var log = new GivenUpLog(_time, _loggers.CreateLogger("test"));
        for (var i = 0; i < 100; i++)
        {
            log.Note(Some(), new DeliveryEnd.Dead { Id = 7, Attempt = 4, Failure = Failure });
        }

        _time.Advance(GivenUpLog.Period);
        log.Note(Some(), new DeliveryEnd.Dead { Id = 7, Attempt = 4, Failure = Failure });

        _loggers.Lines.Count.ShouldBe(GivenUpLog.MaxLines + 2);
        _loggers.Lines[GivenUpLog.MaxLines].ShouldContain($"{100 - GivenUpLog.MaxLines} more deliveries");
    }

    private static Delivery Some() => new()
    {
        Id = 7,
        Tenant = new TenantId("guild", "1"),
        Template = "greeter",
        Event = new TenantEvent(Guid.Empty, "message.create", "null"u8.ToArray(), 0),
        Attempt = 4,
        Deaths = 0,
        Wait = TimeSpan.Zero,
    };
}
