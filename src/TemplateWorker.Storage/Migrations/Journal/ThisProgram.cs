using System.Reflection;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Who writes the journal.</summary>
internal static class ThisProgram
{
    private const int ShownOfCommit = 12;

    /// <summary>The version; a build from a repository adds the start of its commit, such as <c>0.2.0+1f0c2d3e4a5b</c>.</summary>
    public static string Version { get; } = Shorten(
        typeof(ThisProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>The name of the machine or container.</summary>
    public static string Host => Environment.MachineName;

    private static string Shorten(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is var plus and >= 0 && version.Length > plus + 1 + ShownOfCommit ? version[..(plus + 1 + ShownOfCommit)] : version;
}
