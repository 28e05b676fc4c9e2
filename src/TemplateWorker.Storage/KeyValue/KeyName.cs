using System.Text;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>Names one value of a tenant.</summary>
/// <param name="Scopes">The set of names that the key lives under.</param>
/// <param name="Key">The key, as the author wrote it.</param>
public readonly record struct KeyName(Scopes Scopes, string Key)
{
    /// <summary>The most bytes, in UTF-8, of a key.</summary>
    public const int MaxKeyBytes = 512;

    /// <summary>
    /// Says what keeps the name from being stored, in words for who chose it, or null when nothing does. Callers ask
    /// before they read or write; names that come out of the database may be older than the limits.
    /// </summary>
    public string? Fault()
    {
        if (Scopes.Names.Count > Scopes.MaxCount)
        {
            return $"A key can have at most {Scopes.MaxCount} scopes, was {Scopes.Names.Count}.";
        }

        foreach (var name in Scopes.Names)
        {
            if (PartFault("A scope", name, Scopes.MaxNameBytes) is { } fault)
            {
                return fault;
            }
        }

        return PartFault("A key", Key, MaxKeyBytes);
    }

    /// <summary>Whether the key certainly takes as much of its tenant's storage with one value as with another. False when that is not known.</summary>
    /// <param name="before">The one value as JSON text, as scripts or the database write it: no member of an object twice.</param>
    /// <param name="after">The other.</param>
    public bool KeepsSize(string before, string after)
    {
        var most = Encoding.UTF8.GetByteCount(Key) + Encoding.UTF8.GetByteCount(Scopes.Literal);
        // The database leaves out the quotes of some names.
        return KeySize.IsSame(most - (2 * Scopes.Names.Count), most, before, after);
    }

    private static string? PartFault(string part, string text, int maxBytes)
    {
        if (string.IsNullOrEmpty(text))
        {
            return $"{part} must not be empty.";
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return $"{part} must not contain the character U+0000.";
        }

        if (!WellFormed.Is(text))
        {
            return $"{part} must be well-formed Unicode, but has half of a surrogate pair.";
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > maxBytes ? $"{part} must be at most {maxBytes} bytes of UTF-8, was {bytes}." : null;
    }
}
