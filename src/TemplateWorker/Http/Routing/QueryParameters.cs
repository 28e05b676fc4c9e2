using System.Globalization;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Http.Bodies;
using TemplateWorker.Http.Problems;

namespace TemplateWorker.Http.Routing;

/// <summary>Reads the query of a request. A parameter that a route does not know is refused: a typing error must not go unnoticed.</summary>
internal static class QueryParameters
{
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
    public static Parsed<string?> Text(IQueryCollection query, string name)
    {
        var values = query[name];
        return values.Count > 1
            ? Problem.BrokenRule(name, values.ToString(), "must be given once")
            : values.Count == 0 ? (string?)null : values[0] ?? "";
    }

    /// <summary>A whole number within bounds.</summary>
    public static Parsed<int> Integer(IQueryCollection query, string name, int least, int most, int absent)
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

    /// <summary><c>true</c> or <c>false</c>; absent is false.</summary>
    public static Parsed<bool> Flag(IQueryCollection query, string name)
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
