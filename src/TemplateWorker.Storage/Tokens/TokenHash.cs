using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Storage.Tokens;

/// <summary>
/// The SHA-256 of a token's text. An issued token has 256 random bits, which no one can guess, so that its hash tells nothing: a slow hash
/// with a salt protects passwords that people choose, and each request would pay for it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenHash
{
    /// <summary>The most characters of a token.</summary>
    public const int MaxTokenCharacters = 512;

    private readonly UInt128 _first;
    private readonly UInt128 _second;

    /// <summary>A stored hash.</summary>
    /// <exception cref="ArgumentException">It has not 32 bytes.</exception>
    public TokenHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A hash has {SHA256.HashSizeInBytes} bytes, was {bytes.Length}.", nameof(bytes));
        }

        _first = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Its bytes.</summary>
    /// <param name="bytes">At least 32.</param>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _first);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], _second);
    }

    /// <summary>Its 32 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The hash of a token; null for a text that is empty or longer than <see cref="MaxTokenCharacters"/>, which is not hashed.</summary>
    public static TokenHash? Of(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty || token.Length > MaxTokenCharacters)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[3 * MaxTokenCharacters];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        return new TokenHash(hash);
    }
}
