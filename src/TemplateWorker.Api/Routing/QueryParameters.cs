using System.Globalization;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TimeSyntax = TemplateWorker.Api.Syntax.TimeSyntax;

namespace TemplateWorker.Api.Routing;

/// <summary>Reads the query of a request. A parameter that a route does not know is refused: a typing error must not go unnoticed.</summary>
internal static class QueryParameters
{
    private static readonly TimeSyntax Times = new();

    /// <summary>What is wrong with the names in a query, or null.</summary>
    /// <param name="query">The query.</param>
    /// <param name="known">The parameters of the route.</param>
    public static Problem? UnknownName(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        foreach (var name in query.Keys)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                return Problem.InvalidParameter(
                    name, query[name].ToString(),
                    $"There is no query parameter '{name}' here{(known.IsEmpty ? "" : $"; there is {string.Join(", ", known)}")}.");
            }
        }

        return null;
    }

    /// <summary>A parameter that is there at most once; null when it is not.</summary>
    public static Checked<string?> Text(IQueryCollection query, string name)
    {
        var values = query[name];
        return values.Count > 1
            ? Problem.BrokenRule(name, values.ToString(), "must be given once")
            : values.Count == 0 ? (string?)null : values[0] ?? "";
    }

    /// <summary>A whole number within bounds.</summary>
    public static Checked<int> Integer(IQueryCollection query, string name, int least, int most, int absent)
    {
        var (text, problem) = Text(query, name);
        if (problem is not null || text is null)
        {
            return problem is null ? absent : problem;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Problem.BrokenRule(name, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
    }

    /// <summary>One of the values of an enumeration; null when it is absent.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="word">How a value is written.</param>
    public static Checked<TValue?> Choice<TValue>(IQueryCollection query, string name, Func<TValue, string> word)
        where TValue : struct, Enum
    {
        var (text, problem) = Text(query, name);
        if (problem is not null || text is null)
        {
            return problem is null ? (TValue?)null : problem;
        }

        foreach (var value in Enum.GetValues<TValue>())
        {
            if (word(value) == text)
            {
                return (TValue?)value;
            }
        }

        return Problem.BrokenRule(name, text, $"must be one of {string.Join(", ", Enum.GetValues<TValue>().Select(word))}");
    }

    /// <summary>A moment with an offset, as in RFC 3339; null when it is absent.</summary>
    public static Checked<DateTimeOffset?> Time(IQueryCollection query, string name)
    {
        var (text, problem) = Text(query, name);
        if (problem is not null || text is null)
        {
            return problem is null ? (DateTimeOffset?)null : problem;
        }

        var (time, fault) = Times.Parse(text);
        return fault is null ? (DateTimeOffset?)time : Problem.InvalidParameter(name, text, $"{name} {fault}.");
    }

    /// <summary>A UUID; null when it is absent.</summary>
    public static Checked<Guid?> Id(IQueryCollection query, string name)
    {
        var (text, problem) = Text(query, name);
        if (problem is not null || text is null)
        {
            return problem is null ? (Guid?)null : problem;
        }

        return Guid.TryParseExact(text, "D", out var id)
            ? (Guid?)id
            : Problem.BrokenRule(name, text, "must be a UUID such as 01a1fb43-d024-79cf-af1b-fdc238872907");
    }

    /// <summary>A whole number from 0 that may be large; null when it is absent.</summary>
    /// <param name="query">The query.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="rule">Continues a sentence that starts with the name: "must be …".</param>
    public static Checked<long?> Number(IQueryCollection query, string name, string rule)
    {
        var (text, problem) = Text(query, name);
        if (problem is not null || text is null)
        {
            return problem is null ? (long?)null : problem;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (long?)number
            : Problem.BrokenRule(name, text, rule);
    }

    /// <summary><c>true</c> or <c>false</c>; absent is false.</summary>
    public static Checked<bool> Flag(IQueryCollection query, string name)
    {
        var (text, problem) = Text(query, name);
        return (problem, text) switch
        {
            (not null, _) => problem,
            (_, null or "false") => false,
            (_, "true") => true,
            _ => Problem.BrokenRule(name, text, "must be 'true' or 'false'"),
        };
    }
}
