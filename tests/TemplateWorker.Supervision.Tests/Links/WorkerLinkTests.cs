using System.Net;
using System.Net.Sockets;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Calls;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Tests.Links;

public sealed class WorkerLinkTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);
    private static readonly IpcOptions Options = new() { MaxFrameBytes = 1 << 20, MaxQueuedBytes = 16 << 20, MaxQueuedMessages = 2_000 };

    [Fact]
    public async Task A_flood_of_changes_to_a_worker_that_does_not_read_becomes_one_message_for_all_tenants()
    {
        var (ours, theirs) = await SocketPairAsync();
        await using var link = new WorkerLink(
            new IpcConnection<WorkerMessage, SupervisorMessage>(ours, Options), TimeSpan.FromMinutes(1), TimeProvider.System, new CompletedCalls(), (_, _) => { }, () => { }, new SettledDeliveries(), (_, _) => { });
        await using var worker = new IpcConnection<SupervisorMessage, WorkerMessage>(theirs, Options);

        for (var number = 0; number < 100_000; number++)
        {
            link.NoteChanged($"guild:{number}");
        }

        link.Closed.IsCompleted.ShouldBeFalse("the queue was never full");
        link.Drain(TimeSpan.Zero);
        List<SupervisorMessage> read = [];
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = worker.RunAsync(
            message =>
            {
                read.Add(message);
                if (message is Drain)
                {
                    drained.SetResult();
                }
            },
            CancellationToken.None);
        await drained.Task.WaitAsync(UnexpectedTimeout);

        // Everything after the first message for all is covered by it or by another one behind it.
        var last = read.FindLastIndex(message => message is TenantChanged { Tenant: null });
        last.ShouldBeGreaterThanOrEqualTo(0);
        var told = read.Skip(last).OfType<TenantChanged>().Select(message => message.Tenant).ToHashSet();
        told.Count.ShouldBeLessThan(WorkerLink.MaxPendingChanges + 1);
        await link.DisposeAsync();
        await reading;
    }

    [Fact]
    public async Task A_call_whose_caller_left_is_not_remembered()
    {
        var (ours, theirs) = await SocketPairAsync();
        using var worker = theirs;
        await using var link = new WorkerLink(
            new IpcConnection<WorkerMessage, SupervisorMessage>(ours, Options), TimeSpan.FromMinutes(1), TimeProvider.System, new CompletedCalls(), (_, _) => { }, () => { }, new SettledDeliveries(), (_, _) => { });
        using var leaving = new CancellationTokenSource();
        var request = new EventRequest { Tenant = new TenantId("guild", "1"), Name = "e", Data = "{}"u8.ToArray() };

        var call = link.DispatchAsync(request, leaving.Token);
        link.EventOf(1)!.Value.Name.ShouldBe("e");
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        link.EventOf(1).ShouldBeNull();
    }

    private static async Task<(Socket Ours, Socket Theirs)> SocketPairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var ours = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await ours.ConnectAsync(listener.LocalEndpoint);
        return (ours, await listener.AcceptSocketAsync());
    }
}
