namespace TemplateWorker.Hosting;

/// <summary>Modes of files that hold secrets.</summary>
internal static class FileModes
{
    /// <summary>The owner reads and writes.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whether others than the owner may do anything with a file.</summary>
    public static bool IsOpenToOthers(this UnixFileMode mode) => (mode & OfOthers) != UnixFileMode.None;
}
