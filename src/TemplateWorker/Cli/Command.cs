using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Cli;

/// <summary>A parsed command line.</summary>
internal abstract record Command
{
    /// <summary>The configuration file when no flag names one.</summary>
    public const string DefaultConfig = "config.yaml";

    private protected Command()
    {
    }
}

/// <summary>Print the help on standard output, then exit with <see cref="ExitCode.Done"/>.</summary>
/// <param name="Text">Ends without a newline.</param>
internal sealed record ShowHelp(string Text) : Command;

/// <summary>Print the version on standard output, then exit with <see cref="ExitCode.Done"/>.</summary>
/// <param name="Text">One line, without a newline.</param>
internal sealed record ShowVersion(string Text) : Command;

/// <summary>Print the reasons on standard error, a line each, then exit with <see cref="ExitCode.Misuse"/>.</summary>
/// <param name="Reasons">All faults of the command line; never empty.</param>
internal sealed record Misuse(IReadOnlyList<string> Reasons) : Command
{
    /// <summary>The lines to print: the reasons, and where help is.</summary>
    public IEnumerable<string> Lines =>
        [.. Reasons.Select(reason => $"template-worker: {reason}"), "Run 'template-worker --help' for flags and examples."];
}

/// <summary>Run as a worker of the supervisor that started this process. Reads no configuration; its settings arrive by the socket.</summary>
/// <param name="WorkerId">The worker's number, from 0.</param>
/// <param name="Log">Used until the settings arrive.</param>
internal sealed record RunWorker(int WorkerId, LogFlags Log) : Command;

/// <summary>Apply the pending migrations, then exit.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">The flags of the log.</param>
internal sealed record Migrate(string ConfigPath, LogFlags Log, LegacyValues LegacyValues = LegacyValues.Evidence) : Command;

/// <summary>Publish the templates of a folder, then exit.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="TemplatesDirectory">Holds <c>owner_type/owner_id/template/</c> with an index file. Not checked to exist yet.</param>
/// <param name="Log">The flags of the log.</param>
internal sealed record Register(string ConfigPath, string TemplatesDirectory, LogFlags Log) : Command;

/// <summary>
/// Test JavaScriptCore on this machine, print the result, then exit. The supervisor runs it in a child process and kills
/// it when it hangs.
/// </summary>
/// <param name="Jit">Whether to test it with its compiler.</param>
internal sealed record SelfTest(bool Jit) : Command;

/// <summary>Check what a supervisor needs, print what was found, then exit.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">The flags of the log.</param>
/// <param name="IsJson">Whether to print JSON instead of lines.</param>
internal sealed record Doctor(string ConfigPath, LogFlags Log, bool IsJson) : Command;
