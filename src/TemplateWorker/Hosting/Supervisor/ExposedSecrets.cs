using System.Globalization;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Files with secrets that others than their owner may open.</summary>
internal static class ExposedSecrets
{
    // A container's runtime mounts secrets there, with modes of its own, and the container has no other users.
    private const string Mounted = "/run/secrets/";

    /// <summary>A sentence for each file, with its mode and the remedy.</summary>
    /// <param name="paths">Files that were read a moment ago; one that is gone is left out.</param>
    /// <param name="user">The user of this process, who must be able to read them; null when unknown.</param>
    public static IEnumerable<string> Warnings(IEnumerable<string> paths, uint? user)
    {
        foreach (var path in paths.Where(path => !path.StartsWith(Mounted, StringComparison.Ordinal)))
        {
            if (ModeOf(path) is { } mode && mode.IsOpenToOthers())
            {
                var octal = Convert.ToString((int)mode, 8).PadLeft(4, '0');
                var owner = user is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"chown {user} {path} && ");
                yield return $"{path} holds a secret, but others than its owner may open it (mode {octal}). Run: {owner}chmod 600 {path}";
            }
        }
    }

    // Orchestrators mount secrets as links.
    private static UnixFileMode? ModeOf(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
