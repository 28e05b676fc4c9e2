using System.Net.Sockets;
using TemplateWorker.Ipc.Connection;

namespace TemplateWorker.Ipc.Tests.Connection;

public sealed class AbandonedSocketsTests : IDisposable
{
    private const string Prefix = "abandoned-";
    private const string Name = "s.sock";

    private readonly string _parent = Directory.CreateTempSubdirectory("sockets-").FullName;
    private readonly List<Socket> _open = [];

    [Fact]
    public void A_directory_whose_socket_has_no_listener_is_deleted()
    {
        var directory = MakeSocket(listen: false);

        AbandonedSockets.Remove(_parent, Prefix, Name);

        Directory.Exists(directory).ShouldBeFalse();
    }

    [Fact]
    public void A_directory_whose_socket_has_a_listener_is_kept()
    {
        var directory = MakeSocket(listen: true);

        AbandonedSockets.Remove(_parent, Prefix, Name);

        Directory.Exists(directory).ShouldBeTrue();
    }

    [Fact]
    public void A_directory_that_was_just_created_is_kept_because_its_owner_may_not_listen_yet()
    {
        var directory = MakeSocket(listen: false);
        Directory.SetLastWriteTimeUtc(directory, TimeProvider.System.GetUtcNow().UtcDateTime);

        AbandonedSockets.Remove(_parent, Prefix, Name);

        Directory.Exists(directory).ShouldBeTrue();
    }

    public void Dispose()
    {
        _open.ForEach(socket => socket.Dispose());
        Directory.Delete(_parent, recursive: true);
    }

    private string MakeSocket(bool listen)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_parent, $"{Prefix}1")).FullName;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(directory, Name);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (listen)
        {
            socket.Listen();
            _open.Add(socket);
        }
        else
        {
            // Disposing would delete the file, but a killed process leaves it.
            File.Move(path, $"{path}.kept");
            socket.Dispose();
            File.Move($"{path}.kept", path);
        }

        Directory.SetLastWriteTimeUtc(directory, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        return directory;
    }
}
