using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Connections;

/// <summary>A problem as the answer to a connection that is refused before its request is read. Immutable.</summary>
internal sealed class ConnectionRefusal(Problem problem)
{
    private readonly ReadOnlyMemory<byte> _response = Response(problem);

    /// <summary>What the client is told.</summary>
    public Problem Problem => problem;

    /// <summary>Sends the answer. It fits into the buffers of the connection, so nothing waits for the client.</summary>
    public async Task SendAsync(ConnectionContext connection) => await connection.Transport.Output.WriteAsync(_response, connection.ConnectionClosed);

    private static byte[] Response(Problem problem)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            problem.Write(writer);
        }

        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {problem.Status} Too Many Requests\r\nContent-Type: {problem.ContentType}\r\nContent-Length: {body.WrittenCount}\r\n"
            + $"Retry-After: {problem.RetryAfter?.TotalSeconds}\r\nConnection: close\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body.WrittenSpan];
    }
}
