using System.Net.Sockets;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class IpcListenerTests
{
    [Fact]
    public void The_socket_is_in_a_directory_that_only_its_owner_can_enter_and_disposing_deletes_both()
    {
        var listener = IpcListener.Open(Path.GetTempPath());
        var directory = Path.GetDirectoryName(listener.SocketPath)!;

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(directory).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Exists(listener.SocketPath).ShouldBeTrue();
        listener.Dispose();
        listener.Dispose();

        Directory.Exists(directory).ShouldBeFalse();
    }

    [Fact]
    public void Each_listener_has_a_directory_of_its_own()
    {
        using var first = IpcListener.Open(Path.GetTempPath());
        using var second = IpcListener.Open(Path.GetTempPath());

        first.SocketPath.ShouldNotBe(second.SocketPath);
    }

    [Fact]
    public async Task The_kernel_reports_which_process_connected()
    {
        using var listener = IpcListener.Open(Path.GetTempPath());
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(listener.SocketPath));

        using var peer = await listener.AcceptAsync(CancellationToken.None).Soon();

        peer.Credentials.ShouldBe(PeerCredentials.OfThisProcess());
        if (OperatingSystem.IsLinux())
        {
            peer.Credentials!.Value.ProcessId.ShouldBe(Environment.ProcessId);
        }
    }

    [Fact]
    public void A_path_that_is_too_long_for_a_socket_is_refused_with_its_length()
    {
        var refused = Should.Throw<IpcException>(() => IpcListener.Open("/tmp/" + new string('x', 100)));

        refused.Fault.ShouldBe(IpcFault.Endpoint);
        refused.Message.ShouldContain("at most 103 are allowed");
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_refused_with_its_name()
    {
        var refused = Should.Throw<IpcException>(() => IpcListener.Open("/nowhere"));

        refused.Fault.ShouldBe(IpcFault.Endpoint);
        refused.Message.ShouldContain("'/nowhere' does not exist");
    }

    [Fact]
    public async Task Accepting_ends_on_cancellation_and_when_the_listener_is_disposed()
    {
        var listener = IpcListener.Open(Path.GetTempPath());
        using var stopping = new CancellationTokenSource();
        var first = listener.AcceptAsync(stopping.Token);
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first.Soon());

        var second = listener.AcceptAsync(CancellationToken.None);
        listener.Dispose();

        await Should.ThrowAsync<OperationCanceledException>(second.Soon());
    }
}
