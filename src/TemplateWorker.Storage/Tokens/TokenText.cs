using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace TemplateWorker.Storage.Tokens;

/// <summary>Makes tokens: <c>tw_</c> and ten characters that name one and may be shown, <c>_</c>, and 256 random bits that may not.</summary>
public static class TokenText
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const string Start = "tw_";
    private const int NameCharacters = 10;
    private const int SecretBytes = 32;

    private static readonly SearchValues<char> NameCharacter = SearchValues.Create(Alphabet);

    /// <summary>Whether a text can be the prefix of a token.</summary>
    public static bool IsPrefix(string text) => text.Length == Start.Length + NameCharacters
        && text.StartsWith(Start, StringComparison.Ordinal) && text.AsSpan(Start.Length).IndexOfAnyExcept(NameCharacter) < 0;

    /// <summary>A new token.</summary>
    internal static (string Prefix, Secret Token) Create()
    {
        var prefix = Start + RandomNumberGenerator.GetString(Alphabet, NameCharacters);
        return (prefix, new Secret($"{prefix}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}"));
    }
}
