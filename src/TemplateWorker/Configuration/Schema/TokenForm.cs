namespace TemplateWorker.Configuration.Schema;

/// <summary>What a bearer token may look like.</summary>
internal static class TokenForm
{
    public const int MinLength = 16;
    private const int MaxLength = 512;

    /// <summary>What is wrong with a token, without any part of it, or null. The characters are RFC 6750's, section 2.1.</summary>
    public static string? Fault(string token)
    {
        if (token.Length is < MinLength or > MaxLength)
        {
            return $"must be {MinLength} to {MaxLength} characters, was {token.Length}";
        }

        return token.TrimEnd('=') is { Length: > 0 } body
            && body.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~' or '+' or '/')
            ? null
            : "must consist of letters, digits, '-', '.', '_', '~', '+', '/', and '=' at its end only: others cannot stand in an Authorization header";
    }
}
