using System.Net.Sockets;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Connection;

/// <summary>How connections end.</summary>
public sealed class DisconnectTests
{
    [Fact]
    public async Task A_supervisor_that_is_sending_still_reads_the_last_message_of_a_worker_that_disconnected()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await sockets.Far.SendAsync(Wire.Frame<WorkerMessage>(new Goodbye(GoodbyeReason.OutOfMemory, "over")));
        sockets.Far.Dispose();
        SpinWait.SpinUntil(() => !supervisor.TrySend(new Cancel(1)), Limits.Unexpected).ShouldBeTrue();
        var received = new List<WorkerMessage>();

        await supervisor.RunAsync(received.Add, CancellationToken.None).Soon();

        received.ShouldBe([new Goodbye(GoodbyeReason.OutOfMemory, "over")]);
    }

    [Theory]
    [MemberData(nameof(BrokenPeers))]
    public async Task A_peer_that_breaks_the_protocol_is_disconnected_with_a_reason(string bytes, DisconnectReason reason)
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        var running = supervisor.RunAsync(_ => { }, CancellationToken.None);

        await sockets.Far.SendAsync(Convert.FromHexString(bytes));
        if (reason is DisconnectReason.PeerClosed or DisconnectReason.PeerLost)
        {
            sockets.Far.Shutdown(SocketShutdown.Send);
        }

        var end = await running.Soon();
        end.Reason.ShouldBe(reason, end.Message);
        (await supervisor.Completion.Soon()).ShouldBe(end);
        supervisor.TrySend(new Cancel(1)).ShouldBeFalse();
        await sockets.Far.ReceiveAsync(new byte[1]).Soon();
    }

    public static TheoryData<string, DisconnectReason> BrokenPeers() => new()
    {
        { "", DisconnectReason.PeerClosed },
        { "0500", DisconnectReason.PeerLost },
        { "0500000092", DisconnectReason.PeerLost },
        { "ffffffff", DisconnectReason.FrameSize },
        { "00000000", DisconnectReason.FrameSize },
        { "01000000c1", DisconnectReason.MalformedMessage },
        { "02000000917f", DisconnectReason.UnknownMessage },
        { "030000009204ff", DisconnectReason.WrongDirection },
        { "020000009125", DisconnectReason.MalformedMessage },
    };

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_connection_ends_with_a_reason_soon_after_its_peer_disconnects_whatever_it_sent(int seed)
    {
        var mutator = new ByteMutator(seed);
        var frames = Some.WorkerMessages().Select(Wire.Frame).ToList();
        for (var i = 0; i < 150; i++)
        {
            using var sockets = await SocketPair.ConnectAsync();
            await using var supervisor = sockets.Supervisor();
            var running = supervisor.RunAsync(_ => { }, CancellationToken.None);
            await sockets.Far.SendAsync(frames.SelectMany(_ => mutator.Change(frames)).ToArray());
            sockets.Far.Dispose();

            (await running.Soon()).Reason.ShouldNotBe(DisconnectReason.Stopped);
        }
    }

    [Fact]
    public async Task Messages_before_a_malformed_one_are_delivered()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        var received = new List<WorkerMessage>();
        await sockets.Far.SendAsync((byte[])[.. Wire.Frame<WorkerMessage>(new Ready("engine", 2)), .. Wire.Frame([0xc1])]);

        var end = await supervisor.RunAsync(received.Add, CancellationToken.None).Soon();

        end.Reason.ShouldBe(DisconnectReason.MalformedMessage);
        received.ShouldBe([new Ready("engine", 2)]);
    }

    [Fact]
    public async Task A_malformed_frame_ends_only_its_own_connection()
    {
        using var bad = await SocketPair.ConnectAsync();
        using var good = await SocketPair.ConnectAsync();
        await using var first = bad.Supervisor();
        await using var second = good.Supervisor();
        var received = new TaskCompletionSource<WorkerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var firstRun = first.RunAsync(_ => { }, CancellationToken.None);
        var secondRun = second.RunAsync(message => received.TrySetResult(message), CancellationToken.None);

        await bad.Far.SendAsync(Wire.Frame([0xc1]));
        (await firstRun.Soon()).Reason.ShouldBe(DisconnectReason.MalformedMessage);
        await good.Far.SendAsync(Wire.Frame<WorkerMessage>(new Ready("engine", 2)));

        (await received.Task.Soon()).ShouldBe(new Ready("engine", 2));
        secondRun.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Sending_to_a_peer_that_has_stopped_reading_ends_the_connection()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        var running = supervisor.RunAsync(_ => { }, CancellationToken.None);
        sockets.Far.Shutdown(SocketShutdown.Receive);

        supervisor.TrySend(new Cancel(1)).ShouldBeTrue();

        await running.Soon();
        supervisor.TrySend(new Cancel(2)).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelling_stops_the_connection()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        using var stopping = new CancellationTokenSource();
        var running = supervisor.RunAsync(_ => { }, stopping.Token);

        await stopping.CancelAsync();

        (await running.Soon()).Reason.ShouldBe(DisconnectReason.Stopped);
        (await sockets.Far.ReceiveAsync(new byte[1]).Soon()).ShouldBe(0);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_the_connection_with_its_exception()
    {
        using var sockets = await SocketPair.ConnectAsync();
        await using var supervisor = sockets.Supervisor();
        await sockets.Far.SendAsync(Wire.Frame<WorkerMessage>(new Ready("engine", 2)));

        await Should.ThrowAsync<FormatException>(
            supervisor.RunAsync(_ => throw new FormatException("a defect"), CancellationToken.None).Soon());

        (await supervisor.Completion.Soon()).Reason.ShouldBe(DisconnectReason.Stopped);
        supervisor.TrySend(new Cancel(1)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_never_ran_completes_when_it_is_disposed_and_cannot_run_afterwards()
    {
        using var sockets = await SocketPair.ConnectAsync();
        var supervisor = sockets.Supervisor();

        await supervisor.DisposeAsync();
        await supervisor.DisposeAsync();

        (await supervisor.Completion.Soon()).Reason.ShouldBe(DisconnectReason.Stopped);
        await Should.ThrowAsync<InvalidOperationException>(supervisor.RunAsync(_ => { }, CancellationToken.None));
    }
}
