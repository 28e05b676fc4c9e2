using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>A request as a supervisor sends it.</summary>
internal static class SignedRequest
{
    /// <summary>The whole of it, head and body; good for five minutes.</summary>
    public static byte[] Of(string secret)
    {
        var id = Guid.NewGuid();
        var body = $$"""
            {"id":"{{id}}","type":"{{BenchTenants.ActionType}}","tenant":"{{BenchTenants.NameOf(1)}}","template":"bench","channel":"bench","data":{{BenchTenants.Data}},"attempt":1,"sent_at":"2026-01-01T00:00:00.000000Z","event_id":"{{id}}","run_id":"{{id}}"}
            """;
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}.{body}")));
        return Encoding.ASCII.GetBytes(
            $"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: TemplateWorker\r\nTemplateWorker-Action: {id}\r\nTemplateWorker-Attempt: 1\r\n"
            + $"TemplateWorker-Timestamp: {timestamp}\r\nTemplateWorker-Signature: v1={signature}\r\n"
            + string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
    }
}
