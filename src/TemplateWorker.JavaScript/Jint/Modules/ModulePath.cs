using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>Which file of a template <c>require</c> means.</summary>
internal static class ModulePath
{
    private const int MaxShown = 256;

    /// <summary>The file that <paramref name="request"/> names when it is read in the file <paramref name="from"/>.</summary>
    /// <param name="request">What was required.</param>
    /// <param name="from">The path of the requiring file.</param>
    /// <param name="exists">Whether the template has a file of this path.</param>
    /// <param name="fault">Why there is none, for the author; null when there is one.</param>
    /// <returns>Its path, or null.</returns>
    public static string? Resolve(string request, string from, Func<string, bool> exists, out string? fault)
    {
        var found = Find(request, from, exists, out var reason);
        fault = found is not null ? null
            : $"Cannot find module {Values.StorableText.Quote(Excerpt.Of(request, MaxShown))} required in {from}: {reason}";
        return found;
    }

    private static string? Find(string request, string from, Func<string, bool> exists, out string? reason)
    {
        reason = null;
        if (request[0] == '/')
        {
            reason = "absolute paths are not allowed; name it from the file that requires it, as in ./lib/name";
            return null;
        }

        if (request is not ("." or "..") && !request.StartsWith("./", StringComparison.Ordinal) && !request.StartsWith("../", StringComparison.Ordinal))
        {
            reason = "there are no packages; only files of the template can be required, as in ./lib/name";
            return null;
        }

        if (Join(from, request) is not { } path)
        {
            reason = "the path leads out of the template";
            return null;
        }

        var index = path.Length == 0 ? "index.js" : path + "/index.js";
        string[] candidates = path.Length == 0 ? [index] : [path, path + ".js", path + ".json", index];
        if (candidates.FirstOrDefault(exists) is { } found)
        {
            return found;
        }

        reason = "the template has no file " + (path.Length == 0 ? "" : $"{path}, {path}.js, {path}.json or ") + index;
        return null;
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
