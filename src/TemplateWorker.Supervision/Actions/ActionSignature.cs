using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TemplateWorker.Storage;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Signs what is posted, so that a receiver knows who sent it, and when. The format is in <c>docs/actions.md</c>. Pure.</summary>
internal static class ActionSignature
{
    /// <summary>The header's value: for each secret <c>v1=</c> and HMAC-SHA256 in hexadecimal digits over the timestamp, a full stop and the body, with commas in between.</summary>
    /// <param name="timestamp">Seconds since 1970, as in its own header.</param>
    /// <param name="body">The bytes that are posted.</param>
    /// <param name="secrets">One, or two while the receiver changes from one to the other.</param>
    public static string Of(long timestamp, ReadOnlySpan<byte> body, params ReadOnlySpan<Secret> secrets)
    {
        var prefix = Encoding.ASCII.GetBytes(timestamp.ToString(CultureInfo.InvariantCulture) + ".");
        var value = new StringBuilder();
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Reveal()));
            hmac.AppendData(prefix);
            hmac.AppendData(body);
            value.Append(value.Length == 0 ? "v1=" : ",v1=").Append(Convert.ToHexStringLower(hmac.GetHashAndReset()));
        }

        return value.ToString();
    }
}
