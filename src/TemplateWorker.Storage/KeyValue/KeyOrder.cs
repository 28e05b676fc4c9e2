namespace TemplateWorker.Storage.KeyValue;

/// <summary>
/// The order in which keys are listed and scopes are stored: by code point, which is PostgreSQL's
/// <c>collate "C"</c> on UTF-8. It differs from ordinal order where surrogate pairs meet U+E000 to U+FFFF.
/// </summary>
public sealed class KeyOrder : IComparer<string>
{
    private KeyOrder()
    {
    }

    /// <summary>The one instance; it holds nothing, so any thread may use it.</summary>
    public static KeyOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    // In UTF-16 the surrogates sort before U+E000; the code points they stand for sort after U+FFFF.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x2800 : unit;
}
