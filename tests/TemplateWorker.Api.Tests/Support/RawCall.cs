using System.Text;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>A request that is written byte by byte, for what no HTTP client sends. Its connection is open until it is disposed.</summary>
internal sealed class RawCall : IDisposable
{
    private readonly RawConnection _connection;

    private RawCall(RawConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Sends the head of an admin's POST, and the first bytes of its body.</summary>
    public static async Task<RawCall> PostAsync(ApiServer api, string path, string contentType, string bodyHeader, ReadOnlyMemory<byte> body)
    {
        var call = new RawCall(await RawConnection.OpenAsync(api.Client.BaseAddress!));
        await call._connection.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {ApiServer.AdminToken}\r\nContent-Type: {contentType}\r\n{bodyHeader}\r\n\r\n"));
        await call._connection.SendAsync(body);
        return call;
    }

    /// <summary>Waits for the answer. Its body must have a length.</summary>
    public Task<ApiAnswer> AnswerAsync() => _connection.AnswerAsync();

    public void Dispose() => _connection.Dispose();
}
