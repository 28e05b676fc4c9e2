using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>Reads key names from a script and refuses invalid ones.</summary>
internal sealed class KeyNames(LimitGuard guard)
{
    private readonly ScopesReader _scopes = new();

    /// <param name="scopesJson">The scopes, as a JSON array.</param>
    /// <param name="key">The key.</param>
    public KeyName Read(string scopesJson, string key)
    {
        var scopes = Scopes(scopesJson);
        if (key.Length == 0)
        {
            throw new ScriptHostException("TypeError", "A key must not be empty.");
        }

        RequireStorable("A key", key);
        var limits = guard.Limits;
        if (LimitGuard.Exceeds(key, limits.KeyBytes, out var bytes))
        {
            throw guard.Breach("KeyTooLarge", $"A key may have at most {limits.KeyBytes} bytes of UTF-8; '{key[..Math.Min(40, key.Length)]}…' has {bytes}.");
        }

        if (scopes.Names.Count > limits.Scopes)
        {
            throw guard.Breach("TooManyScopes", $"A key may have at most {limits.Scopes} scopes; this one has {scopes.Names.Count}.");
        }

        return new KeyName(scopes, key);
    }

    public Scopes Scopes(string scopesJson) => _scopes.Read(scopesJson);

    /// <summary>PostgreSQL text cannot hold U+0000, and UTF-8 cannot encode lone surrogates.</summary>
    public static void RequireStorable(string what, string text)
    {
        if (text.Contains('\0') || !Utf16Text.IsWellFormed(text))
        {
            throw new ScriptHostException("TypeError", $"{what} must not contain U+0000 or half of a surrogate pair.");
        }
    }
}
