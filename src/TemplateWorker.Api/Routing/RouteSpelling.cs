namespace TemplateWorker.Api.Routing;

/// <summary>
/// The one spelling of a route's path. The framework's routing ignores letter case and a slash at the end, so that a proxy whose rules
/// do not would let through what it means to hold back. Immutable.
/// </summary>
/// <param name="path">The path, with its parameters in braces.</param>
internal sealed class RouteSpelling(string path)
{
    /// <summary>The segments in order; null for a parameter, which is anything but empty.</summary>
    private readonly string?[] _segments = [.. path.Split('/').Skip(1).Select(segment => segment.StartsWith('{') ? null : segment)];

    /// <summary>Whether a path has these segments and no others, letter for letter.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        foreach (var expected in _segments)
        {
            if (path is not ['/', .. var rest])
            {
                return false;
            }

            var end = rest.IndexOf('/');
            var segment = end < 0 ? rest : rest[..end];
            if (expected is null ? segment.IsEmpty : !segment.SequenceEqual(expected))
            {
                return false;
            }

            path = rest[segment.Length..];
        }

        return path.IsEmpty;
    }
}
