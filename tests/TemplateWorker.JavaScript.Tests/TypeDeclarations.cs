using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>The names that types/template-worker.d.ts declares, read line by line: the file is written so that this is enough.</summary>
internal sealed partial class TypeDeclarations
{
    private readonly Dictionary<string, List<string>> _members = new(StringComparer.Ordinal);

    private TypeDeclarations()
    {
    }

    public List<string> Globals { get; } = [];

    public static TypeDeclarations Read()
    {
        var declarations = new TypeDeclarations();
        List<string>? members = null;
        foreach (var line in File.ReadLines(Path))
        {
            if (Global().Match(line) is { Success: true } global)
            {
                declarations.Globals.Add(global.Groups["name"].Value);
            }

            if (Interface().Match(line) is { Success: true } start)
            {
                members = [.. declarations._members.GetValueOrDefault(start.Groups["base"].Value, [])];
                declarations._members.Add(start.Groups["name"].Value, members);
            }
            else if (line == "}")
            {
                members = null;
            }
            else if (members is not null && Member().Match(line) is { Success: true } member && member.Groups["name"].Value != "constructor")
            {
                members.Add(member.Groups["name"].Value);
            }
        }

        return declarations;
    }

    public List<string> Members(string type) => _members[type];

    private static string Path => System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "../../types/template-worker.d.ts"));

    private static string Here([CallerFilePath] string file = "") => System.IO.Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^declare (const|function|class) (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Global();

    [GeneratedRegex(@"^(interface|declare class) (?<name>\w+)(<[^>]+>)?( extends (?<base>\w+))? \{$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Interface();

    [GeneratedRegex(@"^  (readonly )?(?<name>\w+)\??[:(<]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();
}
