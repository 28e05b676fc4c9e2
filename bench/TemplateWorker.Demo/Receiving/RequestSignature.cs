using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Demo.Receiving;

/// <summary>Verifies requests as docs/actions.md tells receivers to.</summary>
internal static class RequestSignature
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="signatures">The header; one signature for each secret of the route.</param>
    /// <param name="timestamp">The header.</param>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="secret">The route's.</param>
    /// <param name="now">Timestamps further away than five minutes are refused.</param>
    public static bool IsGood(string? signatures, string? timestamp, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (signatures is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. body];
        var expected = Encoding.UTF8.GetBytes("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        return signatures.Split(',').Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected));
    }
}
