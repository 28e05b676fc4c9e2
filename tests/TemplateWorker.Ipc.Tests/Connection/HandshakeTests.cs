using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class HandshakeTests : IDisposable
{
    private const string Build = "0.1.0/abc";
    private static readonly IpcOptions Options = new();

    private readonly IpcListener _listener = IpcListener.Open(Path.GetTempPath());
    private readonly WorkerToken _token = WorkerToken.Create();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_expected_worker_is_accepted_and_gets_its_settings()
    {
        var working = WorkerAsync();
        var result = (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Accepted>();
        var worker = (await working.Soon()).ShouldBeOfType<WorkerHandshakeResult.Accepted>();
        await using var near = result.Connection;
        await using var far = worker.Connection;

        worker.Welcome.HeartbeatInterval.ShouldBe(TimeSpan.FromSeconds(1));
        worker.Welcome.Settings.ToArray().ShouldBe("settings 3"u8.ToArray());
        result.Hello.WorkerNumber.ShouldBe(3);
        result.Hello.ProcessId.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task Messages_that_arrive_with_the_hello_are_not_lost()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync((byte[])[.. Wire.Frame<WorkerMessage>(Hello()), .. Wire.Frame<WorkerMessage>(new Ready("engine", 2))]);
        var result = (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Accepted>();
        await using var connection = result.Connection;
        var received = new TaskCompletionSource<WorkerMessage>(TaskCreationOptions.RunContinuationsAsynchronously);

        var running = connection.RunAsync(message => received.TrySetResult(message), CancellationToken.None);

        (await received.Task.Soon()).ShouldBe(new Ready("engine", 2));
        await connection.DisposeAsync();
        await running.Soon();
    }

    [Fact]
    public Task A_wrong_token_is_refused_and_both_ends_know_why() =>
        RefusedAsync(HandshakeRefusal.WrongToken, WorkerAsync(token: WorkerToken.Create()));

    [Fact]
    public Task Another_build_is_refused_and_both_ends_know_why() =>
        RefusedAsync(HandshakeRefusal.WrongBuild, WorkerAsync(build: "0.1.0/abd"));

    [Fact]
    public Task A_number_that_nobody_expects_is_refused_and_both_ends_know_why() =>
        RefusedAsync(HandshakeRefusal.UnknownWorker, WorkerAsync(number: 4));

    [Fact]
    public Task Another_process_than_the_one_that_was_started_is_refused_and_both_ends_know_why() =>
        RefusedAsync(HandshakeRefusal.WrongPeer, WorkerAsync(), expectedProcess: Environment.ProcessId + 1);

    [Fact]
    public async Task A_process_that_claims_another_id_than_the_kernel_reports_is_refused()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Wire.Frame<WorkerMessage>(Hello() with { ProcessId = 1 }));

        (await SuperviseAsync(expectedProcess: 1)).ShouldBeOfType<SupervisorHandshakeResult.Refused>()
            .Reason.ShouldBe(OperatingSystem.IsLinux() ? HandshakeRefusal.WrongPeer : HandshakeRefusal.WrongToken);
    }

    [Fact]
    public async Task A_process_of_another_user_is_refused_before_its_message_is_read()
    {
        using var socket = await ConnectAsync();
        var peer = await _listener.AcceptAsync(CancellationToken.None).Soon();
        var own = PeerCredentials.OfThisProcess().ShouldNotBeNull();
        using var foreign = new AcceptedPeer(peer.Socket, own with { UserId = own.UserId + 1 });

        var refused = (await SuperviseAsync(foreign)).ShouldBeOfType<SupervisorHandshakeResult.Refused>();

        refused.Reason.ShouldBe(HandshakeRefusal.WrongPeer);
        refused.Message.ShouldBe($"The peer runs as user {own.UserId + 1}, not as the user of the supervisor.");
        (await ReadRefusalAsync(socket)).Reason.ShouldBe(HandshakeRefusal.WrongPeer);
    }

    [Fact]
    public async Task Another_version_of_the_protocol_is_refused_whatever_else_the_hello_contains()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Wire.Frame(Wire.Payload(writer =>
        {
            writer.WriteArrayHeader(3);
            writer.WriteInteger((long)MessageCode.Hello);
            writer.WriteInteger(99);
            writer.WriteString("another layout");
        })));

        var refused = (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Refused>();

        refused.Reason.ShouldBe(HandshakeRefusal.WrongProtocolVersion);
        refused.Message.ShouldBe($"The worker has version 99 of the protocol, the supervisor version {ProtocolVersion.Current}.");
        (await ReadRefusalAsync(socket)).ShouldBe(new Refused(refused.Reason, refused.Message));
    }

    [Fact]
    public async Task A_peer_whose_first_message_is_not_hello_is_refused()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Wire.Frame<WorkerMessage>(new Ready("engine", 1)));

        (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.WrongMessage);
    }

    [Theory]
    [InlineData("474554202f20485454502f312e310d0a0d0a")]
    [InlineData("01000000c1")]
    [InlineData("020000009101")]
    public async Task A_peer_that_uses_another_protocol_is_refused(string bytes)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Convert.FromHexString(bytes));

        (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.WrongMessage);
    }

    [Fact]
    public async Task A_peer_that_disconnects_is_reported()
    {
        (await ConnectAsync()).Dispose();

        (await SuperviseAsync()).ShouldBeOfType<SupervisorHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.Disconnected);
    }

    [Fact]
    public async Task A_silent_peer_times_out()
    {
        using var socket = await ConnectAsync();
        var peer = await _listener.AcceptAsync(CancellationToken.None).Soon();
        var handshake = SuperviseAsync(peer);

        _time.Advance(Options.HandshakeTimeout);

        (await handshake.Soon()).ShouldBeOfType<SupervisorHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.TimedOut);
        (await socket.ReceiveAsync(new byte[1]).Soon()).ShouldBe(0);
    }

    [Fact]
    public async Task Cancellation_is_not_reported_as_a_timeout()
    {
        using var socket = await ConnectAsync();
        using var stopping = new CancellationTokenSource();
        using var peer = await _listener.AcceptAsync(CancellationToken.None).Soon();
        var handshake = new SupervisorHandshake(Build, Options, _time).RunAsync(peer, _ => null, Welcome, stopping.Token);

        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(handshake.Soon());
    }

    [Fact]
    public async Task A_worker_times_out_on_a_silent_supervisor()
    {
        var working = WorkerAsync();
        using var peer = await _listener.AcceptAsync(CancellationToken.None).Soon();

        _time.Advance(Options.HandshakeTimeout);

        (await working.Soon()).ShouldBeOfType<WorkerHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.TimedOut);
    }

    [Fact]
    public async Task A_worker_reports_a_supervisor_that_disconnects()
    {
        var working = WorkerAsync();
        (await _listener.AcceptAsync(CancellationToken.None).Soon()).Dispose();

        (await working.Soon()).ShouldBeOfType<WorkerHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.Disconnected);
    }

    [Fact]
    public async Task A_worker_reports_a_socket_without_a_listener()
    {
        _listener.Dispose();

        (await WorkerAsync().Soon()).ShouldBeOfType<WorkerHandshakeResult.Refused>().Reason.ShouldBe(HandshakeRefusal.Unreachable);
    }

    public void Dispose() => _listener.Dispose();

    private async Task RefusedAsync(HandshakeRefusal reason, Task<WorkerHandshakeResult> working, int? expectedProcess = null)
    {
        var refused = (await SuperviseAsync(expectedProcess: expectedProcess)).ShouldBeOfType<SupervisorHandshakeResult.Refused>();

        refused.Reason.ShouldBe(reason);
        refused.WorkerNumber.ShouldNotBeNull();
        refused.Message.ShouldNotContain(_token.ToBase64());
        (await working.Soon()).ShouldBe(new WorkerHandshakeResult.Refused(reason, refused.Message));
    }

    private async Task<SupervisorHandshakeResult> SuperviseAsync(int? expectedProcess = null) =>
        await SuperviseAsync(await _listener.AcceptAsync(CancellationToken.None).Soon(), expectedProcess);

    private Task<SupervisorHandshakeResult> SuperviseAsync(AcceptedPeer peer, int? expectedProcess = null)
    {
        var expected = new ExpectedWorker(3, _token, expectedProcess ?? Environment.ProcessId);
        return new SupervisorHandshake(Build, Options, _time)
            .RunAsync(peer, number => number == 3 ? expected : null, Welcome, CancellationToken.None).Soon();
    }

    private static Welcome Welcome(int number) => new(TimeSpan.FromSeconds(1), Some.Utf8($"settings {number}"));

    private Task<WorkerHandshakeResult> WorkerAsync(WorkerToken? token = null, string build = Build, int number = 3) =>
        new WorkerHandshake(build, Options, _time)
            .RunAsync(new WorkerInvitation(_listener.SocketPath, token ?? _token), number, CancellationToken.None);

    private Hello Hello() => Some.Hello() with
    {
        BuildId = Build,
        Token = _token.Bytes,
        ProcessId = Environment.ProcessId,
        WorkerNumber = 3,
    };

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_listener.SocketPath));
        return socket;
    }

    private static async Task<Refused> ReadRefusalAsync(Socket socket)
    {
        await using var connection = new IpcConnection<SupervisorMessage, WorkerMessage>(socket, Options);
        var received = new List<SupervisorMessage>();
        await connection.RunAsync(received.Add, CancellationToken.None).Soon();
        return received.ShouldHaveSingleItem().ShouldBeOfType<Refused>();
    }
}
