namespace TemplateWorker.Storage.KeyValue;

/// <summary>A page of a tenant's keys, in <see cref="KeyOrder"/>.</summary>
/// <param name="Scopes">Only keys under exactly these scopes.</param>
/// <param name="Prefix">Only keys that start with this text; empty for all.</param>
/// <param name="After">Only keys behind this one, which need not exist; null to begin at the first.</param>
/// <param name="Limit">The most keys of the page, at least 1.</param>
public sealed record KeyRange(Scopes Scopes, string Prefix, string? After, int Limit)
{
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>
    /// The first text behind everything that starts with <see cref="Prefix"/>, or null when nothing is: the prefix is
    /// empty, or made of the last code point alone.
    /// </summary>
    internal string? End
    {
        get
        {
            var length = Prefix.Length;
            while (length >= 2 && char.IsSurrogatePair(Prefix, length - 2)
                && char.ConvertToUtf32(Prefix, length - 2) == LastCodePoint)
            {
                length -= 2;
            }

            if (length == 0)
            {
                return null;
            }

            var start = length >= 2 && char.IsSurrogatePair(Prefix, length - 2) ? length - 2 : length - 1;
            var codePoint = start == length - 1 ? Prefix[start] : char.ConvertToUtf32(Prefix, start);
            // The surrogates are no characters of their own; the one behind U+D7FF is U+E000.
            var next = codePoint == 0xD7FF ? 0xE000 : codePoint + 1;
            return Prefix[..start] + char.ConvertFromUtf32(next);
        }
    }
}
