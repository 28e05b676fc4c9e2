using System.Globalization;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Api.Routing;

/// <summary>
/// Reads the query of a request. Each method returns null, or the value of an absent parameter, when its parameter is not
/// valid; <see cref="Problem"/> holds the first fault. A parameter that the route does not know is a fault too, so that a
/// typing error does not go unnoticed.
/// </summary>
internal sealed class QueryParameters
{
    private static readonly TimeSyntax Times = new();
    private static readonly TenantSyntax Tenants = new();

    private readonly IQueryCollection _query;

    /// <param name="query">The query.</param>
    /// <param name="known">The parameters of the route.</param>
    public QueryParameters(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        _query = query;
        Problem = UnknownName(query, known);
    }

    /// <summary>The first fault; null when there is none so far.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The fault of a query with a name that the route does not know; null when there is none.</summary>
    public static Problem? UnknownName(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        foreach (var name in query.Keys)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                return Problem.InvalidParameter(
                    name, query[name].ToString(),
                    $"Unknown query parameter '{name}'{(known.IsEmpty ? "; this route has none" : $"; this route has {string.Join(", ", known)}")}.");
            }
        }

        return null;
    }

    /// <summary>Adds a fault that the route found itself; the first one stays.</summary>
    public void Refuse(Problem? problem) => Problem ??= problem;

    /// <summary>A parameter that may be given once.</summary>
    public string? Text(string name)
    {
        var values = _query[name];
        if (values.Count > 1)
        {
            Refuse(Problem.BrokenRule(name, values.ToString(), "must be given once"));
            return null;
        }

        return values.Count == 0 ? null : values[0] ?? "";
    }

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string name, int least, int most, int absent) => Read<int>(
        name,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
        string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}")) ?? absent;

    /// <summary>A whole number from 0 up to the largest 64-bit one.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="rule">Continues a sentence that starts with the name: "must be …".</param>
    public long? Number(string name, string rule) => Read<long>(
        name, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, rule);

    /// <summary><c>true</c> or <c>false</c>; absent is false.</summary>
    public bool Flag(string name) => Read<bool>(
        name, text => text switch { "true" => true, "false" => false, _ => null }, "must be 'true' or 'false'") ?? false;

    /// <summary>A UUID.</summary>
    public Guid? Id(string name) => Read<Guid>(
        name, text => Guid.TryParseExact(text, "D", out var id) ? id : null, "must be a UUID such as 01a1fb43-d024-79cf-af1b-fdc238872907");

    /// <summary>One of the values of an enumeration.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="word">Writes a value.</param>
    public TValue? Choice<TValue>(string name, Func<TValue, string> word)
        where TValue : struct, Enum => Read<TValue>(
            name,
            text => Enum.GetValues<TValue>().Where(value => word(value) == text).Select(value => (TValue?)value).FirstOrDefault(),
            $"must be one of {string.Join(", ", Enum.GetValues<TValue>().Select(word))}");

    /// <summary>One of a few words.</summary>
    public string? Word(string name, IReadOnlyList<string> words)
    {
        var text = Text(name);
        if (text is null || words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Refuse(Problem.BrokenRule(name, text, $"must be one of {string.Join(", ", words)}"));
        return null;
    }

    /// <summary>A moment with an offset, as in RFC 3339.</summary>
    public DateTimeOffset? Time(string name) => Value(name, Times);

    /// <summary>A tenant in its text form.</summary>
    public TenantId? Tenant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (tenant, fault) = Tenants.Parse(text);
        if (fault is not null)
        {
            Refuse(Problem.InvalidParameter(name, text, $"{name} {fault}."));
        }

        return tenant;
    }

    /// <summary>A value that has a syntax.</summary>
    public TValue? Value<TValue>(string name, ValueSyntax<TValue> syntax)
        where TValue : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var (value, fault) = syntax.Parse(text);
        if (fault is null)
        {
            return value;
        }

        Refuse(Problem.InvalidParameter(name, text, $"{name} {fault}."));
        return null;
    }

    private TValue? Read<TValue>(string name, Func<string, TValue?> parse, string rule)
        where TValue : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = parse(text);
        if (value is null)
        {
            Refuse(Problem.BrokenRule(name, text, rule));
        }

        return value;
    }
}
