using System.Security.Cryptography;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Access;

/// <summary>
/// The tokens of the configuration. The hash of a presented token is compared with every known one in a time that does not depend on how
/// much of it is right. Immutable.
/// </summary>
internal sealed class TokenTable
{
    private readonly byte[] _hashes;
    private readonly Caller[] _callers;

    public TokenTable(IReadOnlyList<TokenOptions> tokens)
    {
        _callers = [.. tokens.Select(token => new Caller(token.Name, token.Role, token.Tenant))];
        _hashes = [.. tokens.SelectMany(token => TokenHash.Of(token.Token.Reveal())!.Value.ToBytes())];
    }

    /// <summary>Whether there is no token, which opens the API to every caller.</summary>
    public bool IsEmpty => _callers.Length == 0;

    /// <summary>The bearer of the token with this hash; null when it is not one of these.</summary>
    public Caller? Find(TokenHash presented)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        presented.CopyTo(hash);
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
