using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class PendingCallsTests
{
    private static readonly Disconnect Lost = new(DisconnectReason.PeerLost, "gone");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_call_ends_with_its_own_answer()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var first = calls.Register(1, TimeSpan.FromSeconds(1));
        var second = calls.Register(2, TimeSpan.FromSeconds(1));
        var answer = Some.Finished(2);

        calls.Complete(2, answer).ShouldBeTrue();

        (await second.Soon()).ShouldBe(new CallOutcome<DispatchFinished>.Replied(answer));
        first.IsCompleted.ShouldBeFalse();
        calls.Count.ShouldBe(1);
    }

    [Fact]
    public void An_answer_without_a_waiting_call_is_ignored()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        _ = calls.Register(1, TimeSpan.FromSeconds(1));
        calls.Complete(1, Some.Finished(1)).ShouldBeTrue();

        calls.Complete(1, Some.Finished(1)).ShouldBeFalse();
        calls.Complete(99, Some.Finished(99)).ShouldBeFalse();
        calls.Abandon(99).ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_ends_at_its_deadline_and_calls_with_time_left_keep_waiting()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var soon = calls.Register(1, TimeSpan.FromSeconds(1));
        var later = calls.Register(2, TimeSpan.FromSeconds(60));

        _time.Advance(TimeSpan.FromSeconds(1) - PendingCalls<DispatchFinished>.Granularity);
        soon.IsCompleted.ShouldBeFalse();
        _time.Advance(2 * PendingCalls<DispatchFinished>.Granularity);

        (await soon.Soon()).ShouldBeOfType<CallOutcome<DispatchFinished>.DeadlineExceeded>();
        later.IsCompleted.ShouldBeFalse();
        calls.Complete(1, Some.Finished(1)).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(60));
        (await later.Soon()).ShouldBeOfType<CallOutcome<DispatchFinished>.DeadlineExceeded>();
    }

    [Fact]
    public async Task A_call_registered_after_an_idle_period_still_ends_at_its_deadline()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var first = calls.Register(1, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));
        await first.Soon();

        var second = calls.Register(2, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(5));

        (await second.Soon()).ShouldBeOfType<CallOutcome<DispatchFinished>.DeadlineExceeded>();
    }

    [Fact]
    public async Task A_lost_worker_fails_all_present_and_later_calls_at_once()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var waiting = Enumerable.Range(0, 100).Select(id => calls.Register((ulong)id, TimeSpan.FromHours(1))).ToList();

        calls.FailAll(Lost);
        waiting.Add(calls.Register(1000, TimeSpan.FromHours(1)));

        waiting.ShouldAllBe(call => call.IsCompletedSuccessfully);
        (await Task.WhenAll(waiting)).ShouldAllBe(outcome => outcome == new CallOutcome<DispatchFinished>.WorkerLost(Lost));
        calls.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_death_of_a_peer_fails_its_waiting_calls_at_once()
    {
        using var sockets = await SocketPair.ConnectAsync();
        using var calls = new PendingCalls<DispatchFinished>(_time);
        await using var supervisor = sockets.Supervisor();
        var running = supervisor.RunAsync(_ => { }, CancellationToken.None);
        var call = calls.Register(1, TimeSpan.FromHours(1));
        supervisor.TrySend(Some.Dispatch(1)).ShouldBeTrue();

        sockets.Far.Dispose();
        calls.FailAll(await running.Soon());

        (await call.Soon()).ShouldBeOfType<CallOutcome<DispatchFinished>.WorkerLost>().Cause
            .Reason.ShouldBeOneOf(DisconnectReason.PeerClosed, DisconnectReason.PeerLost);
    }

    [Fact]
    public async Task An_abandoned_call_ends()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var call = calls.Register(1, TimeSpan.FromSeconds(1));

        calls.Abandon(1).ShouldBeTrue();

        (await call.Soon()).ShouldBeOfType<CallOutcome<DispatchFinished>.Abandoned>();
    }

    [Fact]
    public void The_id_of_a_waiting_call_is_refused()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var first = calls.Register(1, TimeSpan.FromSeconds(1));

        Should.Throw<ArgumentException>(() => { _ = calls.Register(1, TimeSpan.FromSeconds(1)); }).Message.ShouldContain("id 1");
        first.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_deadline_beyond_the_longest_duration_is_refused()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);

        Should.Throw<ArgumentOutOfRangeException>(() => { _ = calls.Register(1, TimeSpan.MaxValue); });
    }

    [Fact]
    public async Task A_continuation_of_a_call_does_not_run_on_the_thread_that_ends_the_call()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        using var hold = new ManualResetEventSlim();
        var continued = calls.Register(1, TimeSpan.FromSeconds(1)).ContinueWith(
            _ => hold.Wait(Limits.Unexpected), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        calls.Complete(1, Some.Finished(1));
        hold.Set();

        (await continued.Soon()).ShouldBeTrue();
    }

    [Fact]
    public async Task Calls_end_exactly_once_however_many_threads_end_them()
    {
        using var calls = new PendingCalls<DispatchFinished>(_time);
        var ended = 0;
        var waiting = Enumerable.Range(0, 2000).Select(id => calls.Register((ulong)id, TimeSpan.FromSeconds(1))).ToList();

        var enders = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var id = 0UL; id < 2000; id++)
            {
                Interlocked.Add(ref ended, calls.Complete(id, Some.Finished(id)) ? 1 : 0);
            }
        }));
        await Task.WhenAll(enders).Soon();

        ended.ShouldBe(2000);
        await Task.WhenAll(waiting).Soon();
    }
}
