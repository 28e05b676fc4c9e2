using System.Globalization;
using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Events;

/// <summary>The preference <c>wait</c> of the header <c>Prefer</c> (RFC 7240); other preferences are ignored, as the RFC has it. Pure.</summary>
internal static class PreferHeader
{
    public const string Name = "Prefer";

    /// <summary>The longest wait, in seconds.</summary>
    public const int MostSeconds = 30;

    private static readonly string Rule = $"must have wait as a whole number of seconds from 1 to {MostSeconds}, once, as in Prefer: wait=10";

    /// <summary>How many seconds the caller would wait; null when it does not say.</summary>
    public static Checked<int?> ReadWait(StringValues header)
    {
        if (header.Count == 0)
        {
            return (int?)null;
        }

        int? wait = null;
        foreach (var preference in header.SelectMany(line => (line ?? "").Split(',')))
        {
            // What follows a semicolon are parameters, which wait has none of.
            var (name, value) = Split(preference.Split(';')[0]);
            if (!name.Equals("wait", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (wait is not null || !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MostSeconds)
            {
                return Problem.BrokenRule(Name, header.ToString(), Rule);
            }

            wait = seconds;
        }

        return wait;
    }

    private static (string Name, string Value) Split(string preference) => preference.IndexOf('=', StringComparison.Ordinal) is var at and >= 0
        ? (preference[..at].Trim(), preference[(at + 1)..].Trim().Trim('"'))
        : (preference.Trim(), "");
}
