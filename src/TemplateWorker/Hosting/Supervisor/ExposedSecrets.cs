using System.Globalization;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Files with secrets that others than their owner may open.</summary>
internal static class ExposedSecrets
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>A sentence for each file, with its mode and the remedy.</summary>
    /// <param name="paths">Files that were read a moment ago; one that is gone is left out.</param>
    public static IEnumerable<string> Warnings(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (ModeOf(path) is { } mode && (mode & Others) != 0)
            {
                var octal = Convert.ToString((int)mode, 8).PadLeft(4, '0');
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{path} holds a secret, but others than its owner may open it (mode {octal}). Run: chmod 600 {path}");
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
