using System.Net.Sockets;
using System.Text;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>A request that is written byte by byte, for what no HTTP client sends. Its connection is open until it is disposed.</summary>
internal sealed class RawCall : IDisposable
{
    private readonly TcpClient _connection = new();

    /// <summary>Sends the head of an admin's POST, and the first bytes of its body.</summary>
    public static async Task<RawCall> PostAsync(ApiServer api, string path, string contentType, string bodyHeader, ReadOnlyMemory<byte> body)
    {
        var call = new RawCall();
        await call._connection.ConnectAsync(api.Client.BaseAddress!.Host, api.Client.BaseAddress.Port);
        await call._connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {ApiServer.AdminToken}\r\nContent-Type: {contentType}\r\n{bodyHeader}\r\n\r\n"));
        await call._connection.GetStream().WriteAsync(body);
        return call;
    }

    /// <summary>Waits for the answer. Its body must have a length.</summary>
    public async Task<ApiAnswer> AnswerAsync()
    {
        using var reader = new StreamReader(_connection.GetStream(), Encoding.UTF8, leaveOpen: true);
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        // All of our problems are ASCII, so that bytes are characters.
        var body = new char[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(body);
        return new ApiAnswer(status, headers.GetValueOrDefault("Content-Type"), new string(body), headers);
    }

    public void Dispose() => _connection.Dispose();
}
