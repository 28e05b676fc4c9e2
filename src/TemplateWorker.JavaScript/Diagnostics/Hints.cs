using System.Text.RegularExpressions;
using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>Adds what to do to an engine's message, where the mistake is a common one.</summary>
internal static partial class Hints
{
    private const string NoImports = "import and export are for files that end in .mjs or .ts; rename the file, or write const name = require('./file') and module.exports = …";

    private const string NoAwait = "A template is loaded without waiting, so that await is available in async functions only, such as handlers";

    /// <summary>An error's headline, with a remedy.</summary>
    /// <param name="headline">The name and the message of the error.</param>
    /// <param name="code">The line of the template in which it was thrown; null when that is not known.</param>
    public static string Improve(string headline, string? code)
    {
        if (UnknownName().Match(headline) is { Success: true } unknown)
        {
            var name = unknown.Groups["name"].Value;
            return MissingNames.Remedy(name) is { } remedy ? $"ReferenceError: {name} is not defined: {remedy}" : headline;
        }

        if (code is not null && NotAFunction().Match(headline) is { Success: true } call)
        {
            var member = call.Groups["name"].Value;
            foreach (Match use in MemberUse().Matches(code))
            {
                var owner = use.Groups["owner"].Value;
                if (use.Groups["member"].Value == member && MissingMembers.Remedy(owner, member) is { } remedy)
                {
                    return $"TypeError: {owner}.{member} is not a function; {remedy}";
                }
            }
        }

        return headline;
    }

    /// <summary>The headline of a syntax error, with a remedy.</summary>
    /// <param name="headline">The name and the message of the error.</param>
    /// <param name="file">The file that does not parse.</param>
    /// <param name="code">The line that does not parse; null when that is not known.</param>
    public static string ImproveSyntax(string headline, string file, string? code) => code is null ? headline
        : !FileKind.IsConverted(file) ? (ImportOrExport().IsMatch(code) ? $"{headline.TrimEnd('.')}. {NoImports}" : headline)
        : Await().IsMatch(code) ? $"{headline.TrimEnd('.')}. {NoAwait}"
        : headline;

    [GeneratedRegex(@"^ReferenceError: (?:Can't find variable: (?<name>[\w$]{1,64})|(?<name>[\w$]{1,64}) is not defined)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UnknownName();

    [GeneratedRegex(@"^TypeError: (?:Property '(?<name>[\w$]{1,64})' of object is not a function|.{1,256}\.(?<name>[\w$]{1,64}) is not a function)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NotAFunction();

    [GeneratedRegex(@"\b(?<owner>kv|state|events|actions|console|template)(\.scope\([^()]*\))?\.(?<member>[\w$]{1,64})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MemberUse();

    [GeneratedRegex(@"^\s*(import\s*[\w$*{""']|export\s)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ImportOrExport();

    [GeneratedRegex(@"\bawait\b", RegexOptions.NonBacktracking)]
    private static partial Regex Await();
}
