using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TemplateWorker.Api.Routing;

/// <summary>Percent-encoding of one segment of a path (RFC 3986, section 2.1).</summary>
internal static class PathSegment
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a segment; false when an escape is broken or the bytes are not UTF-8.</summary>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out string? decoded)
    {
        decoded = segment;
        if (!segment.Contains('%', StringComparison.Ordinal))
        {
            return true;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(segment.Length * 3);
        try
        {
            var length = Unescape(segment, bytes);
            decoded = length < 0 ? null : Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            decoded = null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        return decoded is not null;
    }

    /// <returns>How many bytes there are, or -1 for a broken escape.</returns>
    private static int Unescape(string segment, byte[] bytes)
    {
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(segment, i, 1, bytes, length);
                continue;
            }

            if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
            {
                return -1;
            }

            bytes[length++] = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
            i += 2;
        }

        return length;
    }
}
