using System.Collections;
using System.Collections.Concurrent;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class IpcConnectionTests
{
    [Fact]
    public async Task Messages_travel_both_ways_and_in_order()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await using var worker = sockets.Worker();
        var answers = new TaskCompletionSource<List<ulong>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<ulong>();
        var running = supervisor.RunAsync(
            message =>
            {
                seen.Add(((DispatchFinished)message).DispatchId);
                if (seen.Count == 1000)
                {
                    answers.SetResult(seen);
                }
            },
            CancellationToken.None);
        var working = worker.RunAsync(
            message => worker.TrySend(Some.Finished(((Dispatch)message).DispatchId)).ShouldBeTrue(), CancellationToken.None);

        for (var id = 0UL; id < 1000; id++)
        {
            supervisor.TrySend(Some.Dispatch(id)).ShouldBeTrue();
        }

        (await answers.Task.Soon()).ShouldBe(Enumerable.Range(0, 1000).Select(id => (ulong)id));
        await worker.DisposeAsync();
        (await running.Soon()).Reason.ShouldBe(DisconnectReason.PeerClosed);
        (await working.Soon()).Reason.ShouldBe(DisconnectReason.Stopped);
    }

    [Fact]
    public async Task Many_threads_send_and_each_message_arrives_once_in_the_order_of_its_thread()
    {
        const int Threads = 8;
        const int Each = 3000;
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await using var worker = sockets.Worker(new IpcOptions { MaxQueuedMessages = 64 });
        var seen = new ConcurrentDictionary<ulong, List<ulong>>();
        var running = supervisor.RunAsync(
            message =>
            {
                var id = ((DispatchFinished)message).DispatchId;
                seen.GetOrAdd(id / Each, _ => []).Add(id % Each);
            },
            CancellationToken.None);
        var senders = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    var message = Some.Finished((ulong)((thread * Each) + i));
                    SpinWait.SpinUntil(() => worker.TrySend(message), Limits.Unexpected).ShouldBeTrue();
                }
            },
            TaskCreationOptions.LongRunning));

        await Task.WhenAll(senders).Soon();
        await worker.CloseAsync(CancellationToken.None).Soon();
        (await running.Soon()).Reason.ShouldBe(DisconnectReason.PeerClosed);

        seen.Count.ShouldBe(Threads);
        seen.Values.ShouldAllBe(ids => ids.SequenceEqual(Enumerable.Range(0, Each).Select(i => (ulong)i)));
    }

    [Fact]
    public async Task A_full_queue_refuses_messages_until_the_peer_reads()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor(new IpcOptions { MaxQueuedMessages = 100 });
        await using var worker = sockets.Worker();
        var sent = 0UL;
        while (supervisor.TrySend(Some.Dispatch(sent) with { Data = new byte[50_000] }))
        {
            sent++;
        }

        sent.ShouldBeGreaterThanOrEqualTo(100UL);

        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = new List<ulong>();
        var working = worker.RunAsync(
            message =>
            {
                if (message is Dispatch dispatch)
                {
                    received.Add(dispatch.DispatchId);
                }

                if ((ulong)received.Count == sent)
                {
                    all.TrySetResult();
                }
            },
            CancellationToken.None);
        await all.Task.Soon();
        SpinWait.SpinUntil(() => supervisor.TrySend(new Cancel(1)), Limits.Unexpected).ShouldBeTrue();

        await supervisor.CloseAsync(CancellationToken.None).Soon();
        (await working.Soon()).Reason.ShouldBe(DisconnectReason.PeerClosed);
        received.ShouldBe(Enumerable.Range(0, (int)sent).Select(id => (ulong)id));
    }

    [Fact]
    public async Task The_queue_is_bounded_in_bytes()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor(new IpcOptions { MaxFrameBytes = 1 << 20, MaxQueuedBytes = 2 << 20 });
        var sent = 0;
        while (sent < 100 && supervisor.TrySend(Some.Dispatch() with { Data = new byte[1_000_000] }))
        {
            sent++;
        }

        sent.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task A_heartbeat_is_sent_while_another_thread_is_stuck_in_sending()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await using var worker = sockets.Worker();
        using var stuck = new StuckList();
        var received = new TaskCompletionSource<WorkerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = supervisor.RunAsync(message => received.TrySetResult(message), CancellationToken.None);
        var sending = Task.Factory.StartNew(() => worker.TrySend(new TemplateChecked(1, stuck, Some.NoFiles, null)), TaskCreationOptions.LongRunning);
        await stuck.Reached.Soon();

        worker.TrySend(new Heartbeat(1, 2, 3, [])).ShouldBeTrue();

        (await received.Task.Soon()).ShouldBeOfType<Heartbeat>();
        stuck.Release();
        (await sending.Soon()).ShouldBeTrue();
        await worker.CloseAsync(CancellationToken.None).Soon();
        await running.Soon();
    }

    [Fact]
    public async Task A_message_over_the_frame_limit_throws_and_the_connection_stays_usable()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await using var worker = sockets.Worker(new IpcOptions { MaxFrameBytes = 1024 });
        var received = new TaskCompletionSource<WorkerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = supervisor.RunAsync(message => received.TrySetResult(message), CancellationToken.None);

        Should.Throw<IpcException>(() => worker.TrySend(new Goodbye(GoodbyeReason.Crashed, new string('x', 2000))))
            .Fault.ShouldBe(IpcFault.FrameSize);
        worker.TrySend(new Ready("engine", 1)).ShouldBeTrue();

        (await received.Task.Soon()).ShouldBeOfType<Ready>();
        await worker.DisposeAsync();
        await running.Soon();
    }

    [Fact]
    public async Task Closing_sends_the_queued_messages_and_refuses_further_ones()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await using var worker = sockets.Worker();
        var received = new List<WorkerMessage>();
        for (var i = 0UL; i < 500; i++)
        {
            worker.TrySend(Some.Finished(i)).ShouldBeTrue();
        }

        worker.TrySend(new Goodbye(GoodbyeReason.Drained, "done")).ShouldBeTrue();
        var closing = worker.CloseAsync(CancellationToken.None);
        worker.TrySend(new Ready("engine", 1)).ShouldBeFalse();
        var end = await supervisor.RunAsync(received.Add, CancellationToken.None).Soon();
        await closing.Soon();

        end.Reason.ShouldBe(DisconnectReason.PeerClosed);
        received.Count.ShouldBe(501);
        received[^1].ShouldBe(new Goodbye(GoodbyeReason.Drained, "done"));
    }

    [Fact]
    public async Task Closing_gives_up_on_a_peer_that_does_not_read()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var worker = sockets.Worker();
        using var giveUp = new CancellationTokenSource();
        for (var i = 0; i < 20; i++)
        {
            worker.TrySend(Some.Finished() with { Results = [Some.CompletedRun with { Value = new byte[1_000_000] }] });
        }

        var working = worker.RunAsync(_ => { }, CancellationToken.None);
        var closing = worker.CloseAsync(giveUp.Token);
        closing.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();

        await closing.Soon();
        (await working.Soon()).Reason.ShouldBe(DisconnectReason.Stopped);
    }

    [Fact]
    public async Task Options_out_of_bounds_are_refused_with_their_name()
    {
        using var sockets = await SocketPair.ConnectAsync();

        Should.Throw<ArgumentException>(() => sockets.Supervisor(new IpcOptions { MaxFrameBytes = 10 }))
            .Message.ShouldStartWith("MaxFrameBytes must be between 1 KiB and 256 MiB, was 10.");
        Should.Throw<ArgumentException>(() => sockets.Supervisor(new IpcOptions { MaxQueuedBytes = 10 }))
            .Message.ShouldStartWith("MaxQueuedBytes must be at least MaxFrameBytes + 4, was 10.");
        Should.Throw<ArgumentException>(() => sockets.Supervisor(new IpcOptions { MaxQueuedMessages = 0 }))
            .Message.ShouldStartWith("MaxQueuedMessages must be at least 1, was 0.");
        Should.Throw<ArgumentException>(() => sockets.Supervisor(new IpcOptions { HandshakeTimeout = TimeSpan.Zero }))
            .Message.ShouldStartWith("HandshakeTimeout must be positive, was 00:00:00.");
    }

    /// <summary>A list that blocks its reader in the middle until it is released.</summary>
    private sealed class StuckList : IReadOnlyList<string>, IDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Reached => _reached.Task;

        public int Count => 1;

        public string this[int index] => throw new NotSupportedException();

        public void Release() => _released.Set();

        public IEnumerator<string> GetEnumerator()
        {
            _reached.SetResult();
            _released.Wait(Limits.Unexpected);
            yield return "event";
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public void Dispose() => _released.Dispose();
    }
}
