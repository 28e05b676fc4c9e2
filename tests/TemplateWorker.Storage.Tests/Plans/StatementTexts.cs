using System.Text;
using System.Text.RegularExpressions;
using TemplateWorker.TestKit;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>
/// The SQL in the source of Storage that names one of its tables, found as string literals, however they are declared. Migrations
/// run once and are not among them; nor do the commands of an operator that read, write or remove all that a tenant or the database has.
/// </summary>
internal static partial class StatementTexts
{
    private const string Source = "src/TemplateWorker.Storage";
    private static readonly string[] LeftOut = ["Migrations/", "Backups/", "TenantCopies/", "obj/"];

    /// <summary>Stands for a part of a text that is computed.</summary>
    private const char Hole = '\u0001';

    /// <summary>Every text as <c>file: its beginning</c>, with a pattern for statements (<see cref="ExecutedPlan.Sql"/>) that contain it.</summary>
    /// <param name="tables">The names of the tables.</param>
    public static IEnumerable<(string Name, Regex Pattern)> Find(IReadOnlyCollection<string> tables)
    {
        var names = Naming(tables);
        var root = RepositoryFiles.PathOf(Source);
        return
            from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let file = Path.GetRelativePath(root, path).Replace('\\', '/')
            where !LeftOut.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
            from text in Literals(File.ReadAllText(path))
            where names.IsMatch(text)
            let normal = ExecutedPlan.Normal(text)
            select ($"{file}: {normal[..Math.Min(normal.Length, 80)].Replace(Hole, '…')}", PatternOf(normal));
    }

    /// <summary>The statements of the database's functions that no statement which was executed is a part of.</summary>
    /// <param name="functions">Each as <c>name: source</c>.</param>
    /// <param name="executed">Statements (<see cref="ExecutedPlan.Sql"/>).</param>
    /// <param name="tables">The names of the tables.</param>
    public static IEnumerable<string> MissingIn(IEnumerable<string?> functions, IEnumerable<string> executed, IReadOnlyCollection<string> tables)
    {
        var names = Naming(tables);
        var parts = executed.Select(sql => sql.StartsWith("SELECT ", StringComparison.Ordinal) ? sql["SELECT ".Length..] : sql).ToList();
        return from function in functions
               from statement in function!.Split(';')
               where names.IsMatch(statement)
               let normal = ExecutedPlan.Normal(statement)
               where !parts.Exists(part => normal.Replace(" into waiting, first_id", "", StringComparison.Ordinal).Contains(part, StringComparison.Ordinal))
               select normal;
    }

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // A computed name may be that of a table.
    private static Regex Naming(IReadOnlyCollection<string> tables) => new(
        $@"\b(?:from|join|into|update)\s+(?:(?:{string.Join('|', tables)})\b|{Hole})", RegexOptions.CultureInvariant, Timeout);

    // Parameters are compared without their numbers, because the parts of a commit are numbered when they are put together.
    private static Regex PatternOf(string text)
    {
        var pattern = new StringBuilder();
        foreach (var part in Parts().Split(text))
        {
            pattern.Append(part switch
            {
                [Hole] => ".*?",
                ['$', >= '0' and <= '9', ..] => @"\$[0-9]+",
                _ => Regex.Escape(part),
            });
        }

        return new Regex(pattern.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline, Timeout);
    }

    /// <summary>The string literals of a C# file. Comments are skipped; each part that is computed is one <see cref="Hole"/>.</summary>
    private static IEnumerable<string> Literals(string code)
    {
        foreach (Match token in Tokens().Matches(code))
        {
            if (token.Groups["raw"] is { Success: true } raw)
            {
                yield return WithHoles(raw.Value, token.Groups["dollars"].Length);
            }
            else if (token.Groups["plain"] is { Success: true } plain)
            {
                yield return WithHoles(Regex.Unescape(plain.Value), token.Groups["dollar"].Length);
            }
        }
    }

    private static string WithHoles(string text, int braces) => braces == 0
        ? text
        : Regex.Replace(text, $@"\{{{{{braces}}}[^{{}}]*\}}{{{braces}}}", $"{Hole}", RegexOptions.CultureInvariant, Timeout);

    [GeneratedRegex("""
        //[^\n]*
        |'(?:[^'\\]|\\.)+'
        |(?<dollars>\$*)\"{3}(?<raw>.*?)\"{3}
        |(?<dollar>\$?)"(?<plain>(?:[^"\\\n]|\\.)*)"
        """, RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tokens();

    [GeneratedRegex(@"(?<part>\u0001|\$[0-9]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Parts();
}
