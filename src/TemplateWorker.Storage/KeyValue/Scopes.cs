namespace TemplateWorker.Storage.KeyValue;

/// <summary>
/// The set of names beside a key: the same key under other scopes is another key. The order in which the names are
/// given and repetitions make no difference. A default value is <see cref="None"/>.
/// </summary>
public readonly record struct Scopes
{
    /// <summary>The most names in one set.</summary>
    public const int MaxCount = 10;

    /// <summary>The most bytes, in UTF-8, of one name. Chosen so that any key with its scopes fits an index row.</summary>
    public const int MaxNameBytes = 128;

    private const string EmptyLiteral = "{}";

    private readonly string[]? _names;
    private readonly string? _literal;

    private Scopes(string[] names, string literal)
    {
        _names = names;
        _literal = literal;
    }

    /// <summary>No names.</summary>
    public static Scopes None => default;

    /// <summary>The names, distinct, in <see cref="KeyOrder"/>.</summary>
    public IReadOnlyList<string> Names => _names ?? [];

    /// <summary>The names as PostgreSQL's literal of a <c>text[]</c>, every name quoted.</summary>
    public string Literal => _literal ?? EmptyLiteral;

    /// <summary>Makes the set of <paramref name="names"/>. Limits are not checked here: <see cref="KeyName.Fault"/> does.</summary>
    public static Scopes Of(params IEnumerable<string> names)
    {
        var distinct = new SortedSet<string>(names, KeyOrder.Instance);
        if (distinct.Count == 0)
        {
            return None;
        }

        var sorted = distinct.ToArray();
        return new Scopes(sorted, TextArray.Literal(sorted));
    }

    /// <summary>Says whether both hold the same names.</summary>
    public bool Equals(Scopes other) => string.Equals(Literal, other.Literal, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Literal.GetHashCode(StringComparison.Ordinal);

    /// <summary>The same as <see cref="Literal"/>.</summary>
    public override string ToString() => Literal;
}
