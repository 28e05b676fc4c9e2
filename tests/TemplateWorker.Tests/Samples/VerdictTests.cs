using System.Net;
using TemplateWorker.Benchmarks.Demo.Api;
using TemplateWorker.Benchmarks.Demo.Checking;
using TemplateWorker.Benchmarks.Demo.Expectations;
using TemplateWorker.Benchmarks.Demo.Reporting;
using TemplateWorker.Benchmarks.Demo.Running;
using TemplateWorker.Benchmarks.Demo.Sending;

namespace TemplateWorker.Tests.Samples;

public sealed class VerdictTests
{
    private static readonly RunAnswer Completed = new("greeter", "completed", null);
    private static readonly RunAnswer Stopped = new("runaway", "failed", new RunFailure("CpuLimit", "too long"));
    private static readonly RunAnswer Broken = new("runaway", "failed", new RunFailure("ScriptError", "oops"));

    private readonly Expectation _expectation = Expectation.Of([Some.Event(name: RunawayModel.LoopEvent)]);

    [Fact]
    public void A_loop_that_was_stopped_by_its_limit_is_as_it_must_be()
    {
        Faults([Sent(Stopped)]).ShouldBeEmpty();
    }

    [Fact]
    public void A_loop_that_failed_in_another_way_is_a_fault()
    {
        Faults([Sent(Broken)]).ShouldBe(["runs failed by ScriptError (1), not by CpuLimit (1)"]);
    }

    [Fact]
    public void A_run_too_many_is_a_fault()
    {
        Faults([Sent(Stopped, Completed)]).ShouldBe(["there were 2 runs, not 1"]);
    }

    [Fact]
    public void An_event_without_an_answer_is_a_fault_that_says_why()
    {
        var refused = Sent() with { Reply = new EventReply.Refused(HttpStatusCode.BadRequest, new Problem(null, "Bad event", "no name"), null) };

        Faults([refused])[0].ShouldBe("1 events were never answered; the first is k: 400 Bad event no name");
    }

    [Fact]
    public void A_stored_value_that_differs_is_a_fault()
    {
        Faults([Sent(Stopped)], "guild:1 [greeter] joins: is 2, must be 1").ShouldHaveSingleItem().ShouldContain("joins: is 2, must be 1");
    }

    [Fact]
    public void The_table_shows_the_figures()
    {
        using var console = new StringWriter();
        Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(console) })
            .Write(DemoTable.Of(Figures([Sent(Stopped)])));

        var text = console.ToString();
        text.ShouldContain("failed: CpuLimit");
        text.ShouldContain("events of worker 3");
        text.ShouldContain("123 ms");
    }

    private static SentEvent Sent(params IReadOnlyList<RunAnswer> runs) => Some.Sent(Some.Event(name: RunawayModel.LoopEvent), 0, 5, runs);

    private static DemoFigures Figures(IReadOnlyList<SentEvent> sent, params IReadOnlyList<string> differences) => new()
    {
        Sent = sent,
        Elapsed = TimeSpan.FromSeconds(1),
        Replacement = new WorkerReplacement(0, 10, 11, TimeSpan.FromMilliseconds(123)),
        Workers = [new WorkerStatus { Number = 3, State = "ready", Completed = 1 }],
        Stored = new StoredCheckResult(1, 1, differences),
    };

    private IReadOnlyList<string> Faults(IReadOnlyList<SentEvent> sent, params IReadOnlyList<string> differences) =>
        Verdict.Faults(Figures(sent, differences), _expectation);
}
