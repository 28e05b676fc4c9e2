namespace TemplateWorker.JavaScript.Conventions;

/// <summary>Which file of a template <c>require</c> and <c>import</c> mean.</summary>
internal static class ModulePath
{
    private static readonly string[] Endings = [".ts", ".mjs", ".js"];

    private static readonly Dictionary<string, string> NodeModules = new(StringComparer.Ordinal)
    {
        ["crypto"] = "the global crypto has random values, digests and signatures",
        ["buffer"] = "Uint8Array, TextEncoder, TextDecoder, atob and btoa take the place of Buffer",
        ["url"] = "URL and URLSearchParams are globals",
        ["util"] = "TextEncoder, TextDecoder and structuredClone are globals",
        ["timers"] = "there are no timers; call events.emit with { delay }",
        ["perf_hooks"] = "performance is a global",
        ["process"] = "settings are in template.settings",
        ["fs"] = "there are no files; store values with kv.set",
        ["path"] = "there are no files; store values with kv.set",
        ["http"] = "a run cannot make network calls",
        ["https"] = "a run cannot make network calls",
        ["net"] = "a run cannot make network calls",
    };

    /// <summary>The file that <paramref name="request"/> names when it is read in the file <paramref name="from"/>.</summary>
    /// <param name="request">What was required.</param>
    /// <param name="from">The path of the requiring file.</param>
    /// <param name="files">The paths of the template's files.</param>
    /// <param name="reason">Why the path leads nowhere, for the author; null when it leads to a file.</param>
    /// <returns>Its path, or null.</returns>
    public static string? Resolve(string request, string from, IReadOnlyDictionary<string, string> files, out string? reason)
    {
        reason = null;
        if (request[0] == '/')
        {
            reason = "absolute paths are not allowed; name it from the file that requires it, as in ./lib/name";
            return null;
        }

        if (request is not ("." or "..") && !request.StartsWith("./", StringComparison.Ordinal) && !request.StartsWith("../", StringComparison.Ordinal))
        {
            reason = PackageReason(request, from, files);
            return null;
        }

        if (Join(from, request) is not { } path)
        {
            reason = "the path leads out of the template";
            return null;
        }

        if (Candidates(path).FirstOrDefault(files.ContainsKey) is { } found)
        {
            return found;
        }

        var folder = path.Length == 0 ? "" : path + "/";
        reason = "the template has no file " + (path.Length == 0 ? "" : $"{path}, {path}.ts, {path}.mjs, {path}.js, {path}.json, ")
            + $"{folder}index.ts, {folder}index.mjs or {folder}index.js" + Hint(path, from, files);
        return null;
    }

    /// <summary>TypeScript's own rules let a path end in <c>.js</c> where the file is <c>.ts</c>, and prefer <c>.ts</c> where both are there.</summary>
    private static IEnumerable<string> Candidates(string path)
    {
        if (path.Length > 0)
        {
            yield return path;
            foreach (var ending in Endings)
            {
                yield return path + ending;
            }

            yield return path + ".json";
            if (path.EndsWith(".js", StringComparison.Ordinal))
            {
                yield return path[..^3] + ".ts";
            }
        }

        foreach (var ending in Endings)
        {
            yield return (path.Length == 0 ? "" : path + "/") + "index" + ending;
        }
    }

    private static string PackageReason(string request, string from, IReadOnlyDictionary<string, string> files)
    {
        var name = request.StartsWith("node:", StringComparison.Ordinal) ? request[5..] : request;
        return NodeModules.TryGetValue(name, out var remedy) ? $"there are no packages, nor modules of Node.js; {remedy}"
            : "there are no packages; only files of the template can be required, as in ./lib/name"
                + (Hint(request, from, files) is { Length: > 0 } hint ? hint : "; a bundler can put a package into one");
    }

    private static string Hint(string path, string from, IReadOnlyDictionary<string, string> files)
    {
        var wanted = Stem(path);
        return files.Keys.Where(file => file != from && (FileKind.IsScript(file) || FileKind.IsJson(file))).OrderBy(file => file, StringComparer.Ordinal).ToList() is var modules
            && (modules.FirstOrDefault(file => Stem(file) == wanted)
                ?? (Nearest.Of(wanted, modules.Select(Stem)) is { } near ? modules.First(file => Stem(file) == near) : null)) is { } file
            ? $"; did you mean {Relative(from, file)}?"
            : "";
    }

    /// <summary>The name by which authors know a file: without its folder and ending.</summary>
    private static string Stem(string file)
    {
        var name = file[(file.LastIndexOf('/') + 1)..];
        return FileKind.IsScript(name) || FileKind.IsJson(name) ? name[..name.LastIndexOf('.')] : name;
    }

    private static string Relative(string from, string file)
    {
        var here = from.Split('/')[..^1];
        var there = file.Split('/');
        var common = 0;
        while (common < here.Length && common < there.Length - 1 && here[common] == there[common])
        {
            common++;
        }

        var up = string.Concat(Enumerable.Repeat("../", here.Length - common));
        var path = string.Join('/', there[common..]);
        return (up.Length == 0 ? "./" : up) + (FileKind.IsScript(path) ? path[..path.LastIndexOf('.')] : path);
    }

    /// <summary>The normal form of <paramref name="request"/> seen from the folder of <paramref name="from"/>; null when it leaves the template.</summary>
    private static string? Join(string from, string request)
    {
        var segments = from.Split('/')[..^1].ToList();
        foreach (var part in request.Split('/'))
        {
            switch (part)
            {
                case "" or ".":
                    break;
                case ".." when segments.Count == 0:
                    return null;
                case "..":
                    segments.RemoveAt(segments.Count - 1);
                    break;
                default:
                    segments.Add(part);
                    break;
            }
        }

        return string.Join('/', segments);
    }
}
