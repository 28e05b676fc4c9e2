using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>Tells whether two events that carry the same idempotency key are the same event.</summary>
public static class EventFingerprint
{
    /// <summary>SHA-256 over the name, a zero byte and the payload.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="data">The payload as JSON in UTF-8. Two spellings of the same value differ.</param>
    public static byte[] Of(string name, ReadOnlySpan<byte> data) => SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0, .. data]);

    /// <summary>As <see cref="Of(string, ReadOnlySpan{byte})"/>, of a payload as text.</summary>
    public static byte[] Of(string name, string dataJson) => Of(name, Encoding.UTF8.GetBytes(dataJson));
}
