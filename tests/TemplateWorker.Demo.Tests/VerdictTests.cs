using System.Net;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Checking;
using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Reporting;
using TemplateWorker.Demo.Running;

namespace TemplateWorker.Demo.Tests;

public sealed class VerdictTests
{
    private static readonly (string, string, string?) Stopped = ("runaway", "dead", "CpuLimit");
    private static readonly (string, string, string?) TimedOut = ("runaway", "dead", "TimeLimit");
    private static readonly (string, string, string?) Broken = ("runaway", "dead", "ScriptError");
    private static readonly (string, string, string?) Completed = ("greeter", "done", null);

    private readonly Expectation _expectation = Expectation.Of([Some.Event(name: RunawayModel.LoopEvent)]);

    [Fact]
    public void A_loop_that_was_stopped_by_its_limit_is_as_it_must_be()
    {
        Faults([Event(Stopped)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_loop_that_reached_its_other_limit_first_is_as_it_must_be()
    {
        Faults([Event(TimedOut)]).ShouldBeEmpty();
    }

    [Fact]
    public void An_attempt_that_was_made_again_is_no_run()
    {
        Faults([Event(("runaway", "retry", "WorkerDied"), Stopped)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_loop_that_failed_in_another_way_is_a_fault()
    {
        Faults([Event(Broken)]).ShouldBe(["deliveries were given up by ScriptError (1), not by CpuLimit (1)"]);
    }

    [Fact]
    public void A_delivery_too_many_is_a_fault()
    {
        Faults([Event(Stopped, Completed)]).ShouldBe(["2 deliveries were accepted, not 1"]);
    }

    [Fact]
    public void A_delivery_that_was_accepted_and_not_done_is_a_fault()
    {
        var lost = Event(Stopped) with { Attempts = [] };

        Faults([lost]).ShouldBe(["1 deliveries were lost", "deliveries were given up by nothing, not by CpuLimit (1)"]);
    }

    [Fact]
    public void A_delivery_that_was_done_twice_is_a_fault()
    {
        var once = Event(Stopped);

        Faults([once with { Attempts = [.. once.Attempts, .. once.Attempts] }])
            .ShouldBe(["1 deliveries were done twice", "deliveries were given up by CpuLimit (2), not by CpuLimit (1)"]);
    }

    [Fact]
    public void An_event_that_was_not_accepted_is_a_fault_that_says_why()
    {
        var given = Event(Stopped);
        var refused = given with
        {
            Sent = given.Sent with { Reply = new EventReply.Refused(HttpStatusCode.BadRequest, new Problem(null, "Bad event", "no name"), null) },
        };

        Faults([refused])[0].ShouldBe("1 events were never accepted; the first is k: 400 Bad event no name");
    }

    [Fact]
    public void A_stored_value_that_differs_is_a_fault()
    {
        Faults([Event(Stopped)], "guild:1 [greeter] joins: is 2, must be 1").ShouldHaveSingleItem().ShouldContain("joins: is 2, must be 1");
    }

    [Fact]
    public void An_action_that_was_not_received_as_it_must_be_is_a_fault()
    {
        var figures = Figures([Event(Stopped)]) with { Actions = new ActionCheckResult(2, 1, 0, 0, ["guild:1 [greeter] action 2 is missing: chat.post {}"]) };

        Verdict.Faults(figures, _expectation).ShouldBe(
            ["the actions of 1 channels were not received as they must be; the first is guild:1 [greeter] action 2 is missing: chat.post {}"]);
    }

    [Fact]
    public void A_request_that_was_not_signed_well_is_a_fault()
    {
        var figures = Figures([Event(Stopped)]) with { Actions = new ActionCheckResult(0, 0, 0, 3, []) };

        Verdict.Faults(figures, _expectation).ShouldBe(["3 requests with actions were not signed well"]);
    }

    [Fact]
    public void The_table_shows_the_figures()
    {
        using var console = new StringWriter();
        Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(console) })
            .Write(DemoTable.Of(Figures([Event(Stopped)])));

        var text = console.ToString();
        text.ShouldContain("given up: CpuLimit");
        text.ShouldContain("runs of host:1/0");
        text.ShouldContain("123 ms");
    }

    private static FinishedEvent Event(params IReadOnlyList<(string, string, string?)> runs) =>
        Some.Finished(Some.Event(name: RunawayModel.LoopEvent), 0, 5, runs);

    private static DemoFigures Figures(IReadOnlyList<FinishedEvent> events, params IReadOnlyList<string> differences) => new()
    {
        Events = events,
        Replacement = new WorkerReplacement(0, 10, 11, TimeSpan.FromMilliseconds(123)),
        Stored = new StoredCheckResult(1, 1, differences),
        Actions = new ActionCheckResult(0, 0, 0, 0, []),
    };

    private IReadOnlyList<string> Faults(IReadOnlyList<FinishedEvent> events, params IReadOnlyList<string> differences) =>
        Verdict.Faults(Figures(events, differences), _expectation);
}
