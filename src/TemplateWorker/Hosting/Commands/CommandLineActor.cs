using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Hosting.Commands;

/// <summary>Who types a command, for the audit log.</summary>
internal static class CommandLineActor
{
    private const int MostCharacters = 64;

    /// <summary>The user of this process, and its machine.</summary>
    public static Actor Current => new($"command line '{Shown(Environment.UserName)}'", Shown(Environment.MachineName));

    private static string Shown(string name)
    {
        var text = string.Concat(name.Where(character => !char.IsControl(character)).Take(MostCharacters));
        return text.Length == 0 ? "unknown" : text;
    }
}
