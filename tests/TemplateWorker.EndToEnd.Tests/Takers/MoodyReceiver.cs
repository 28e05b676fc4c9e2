using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>
/// A webhook in a process of its own. It appends what it takes to a file, a line for each body, before it answers; one request in five it refuses, or
/// answers late, twice or not at all.
/// </summary>
internal sealed class MoodyReceiver : IDisposable
{
    /// <summary>The verb of this program that runs it, with its port and the file.</summary>
    public const string Verb = "moody-receiver";

    /// <summary>The time-out that routes to it have. A late answer is later.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private const int MostBytes = 64 << 10;

    private readonly TcpListener _listener;
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    private MoodyReceiver(int port, string file)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        // Without a buffer: what was written stays when the process is killed.
        _file = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Runs until it is killed.</summary>
    public static async Task<int> RunAsync(string port, string file)
    {
        using var receiver = new MoodyReceiver(int.Parse(port, CultureInfo.InvariantCulture), file);
        receiver._listener.Start();
        await System.Console.Out.WriteLineAsync(TakerProcess.Ready);
        while (true)
        {
            _ = receiver.ServeAsync(await receiver._listener.AcceptSocketAsync());
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _file.Dispose();
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var buffer = new byte[MostBytes];
        var filled = 0;
        try
        {
            while (true)
            {
                int head;
                int end;
                while ((head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0 || (end = head + 4 + BodyBytes(buffer.AsSpan(0, head))) > filled)
                {
                    var read = await stream.ReadAsync(buffer.AsMemory(filled));
                    if (read == 0)
                    {
                        return;
                    }

                    filled += read;
                }

                if (!await AnswerAsync(stream, buffer.AsMemory((head + 4)..end)))
                {
                    return;
                }

                buffer.AsSpan(end..filled).CopyTo(buffer);
                filled -= end;
            }
        }
        catch (IOException)
        {
            // The sender is gone.
        }
    }

    /// <returns>Whether the connection may be used again.</returns>
    private async Task<bool> AnswerAsync(NetworkStream stream, ReadOnlyMemory<byte> body)
    {
        var mood = Random.Shared.Next(25);
        if (mood == 0)
        {
            await AnswerAsync(stream, 500, times: 1);
            return true;
        }

        Take(body.Span);
        switch (mood)
        {
            case 1:
                await Task.Delay(Timeout * 1.5, TimeProvider.System);
                break;
            case 2:
                await Task.Delay(Timeout / 5, TimeProvider.System);
                break;
            case 3:
                return false;
        }

        await AnswerAsync(stream, 200, times: mood == 4 ? 2 : 1);
        return true;
    }

    private void Take(ReadOnlySpan<byte> body)
    {
        byte[] line = [.. body, (byte)'\n'];
        lock (_gate)
        {
            _file.Write(line);
        }
    }

    private static async Task AnswerAsync(NetworkStream stream, int status, int times)
    {
        var answer = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(answer, times))));
    }

    private static int BodyBytes(ReadOnlySpan<byte> head)
    {
        const string Name = "Content-Length:";
        var text = Encoding.ASCII.GetString(head);
        var start = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        var end = text.IndexOf('\r', start);
        return int.Parse(text[start..(end < 0 ? text.Length : end)], CultureInfo.InvariantCulture);
    }
}
