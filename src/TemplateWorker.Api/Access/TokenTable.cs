using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Api.Access;

/// <summary>
/// The configured tokens. A presented token is hashed, and the hash is compared with every known one in a time
/// that does not depend on how much of it is right. Immutable.
/// </summary>
internal sealed class TokenTable
{
    /// <summary>The maximum length of a token; longer ones are refused without hashing.</summary>
    private const int MaxTokenCharacters = 512;

    private readonly byte[] _hashes;
    private readonly Caller[] _callers;

    public TokenTable(IReadOnlyList<TokenOptions> tokens)
    {
        _callers = [.. tokens.Select(token => new Caller(token.Name, token.Role == TokenRole.Admin ? null : token.Tenant))];
        _hashes = [.. tokens.SelectMany(token => SHA256.HashData(Encoding.UTF8.GetBytes(token.Token.Reveal())))];
    }

    /// <summary>Whether there is no token, which opens the API to every caller.</summary>
    public bool IsEmpty => _callers.Length == 0;

    /// <summary>The bearer of a token; null when the token is unknown.</summary>
    public Caller? Find(ReadOnlySpan<char> token)
    {
        if (token.IsEmpty || token.Length > MaxTokenCharacters)
        {
            return null;
        }

        Span<byte> utf8 = stackalloc byte[3 * MaxTokenCharacters];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        Caller? found = null;
        for (var i = 0; i < _callers.Length; i++)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, _hashes.AsSpan(i * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes)))
            {
                found = _callers[i];
            }
        }

        return found;
    }
}
