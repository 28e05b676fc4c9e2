using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Cli.Backups;

/// <summary>Reads <c>backup FILE</c>, <c>backup verify FILE</c> and <c>restore FILE</c>.</summary>
internal static class BackupVerb
{
    private const string Verify = "verify";

    /// <summary>The command, or all faults.</summary>
    /// <param name="flags">As typed.</param>
    /// <param name="reasons">Faults that are already known.</param>
    public static Command Interpret(BackupFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new FlagReader(reasons);
        var context = Context(flags, reader);
        var words = flags.Words.ToList();
        if (words is not [Verify, ..])
        {
            var taken = File("backup", words, reader);
            return reader.HasFaults ? reader.Fail() : new TakeBackup(context, taken, flags.Overwrite);
        }

        if (flags.Overwrite)
        {
            reader.Add("--overwrite is valid with backup FILE, not with backup verify");
        }

        var file = File("backup verify", words[1..], reader);
        return reader.HasFaults ? reader.Fail() : new VerifyBackup(context, file);
    }

    /// <inheritdoc cref="Interpret(BackupFlags, IReadOnlyList{string})"/>
    public static Command Interpret(RestoreFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new FlagReader(reasons);
        var context = Context(flags, reader);
        var file = File("restore", [.. flags.Words], reader);
        return reader.HasFaults ? reader.Fail() : new RestoreBackup(context, file);
    }

    private static BackupContext Context(PostgresToolFlags flags, FlagReader reader) =>
        new(flags.Config ?? Command.DefaultConfig, reader.Log(flags.LogLevel, flags.LogFormat), flags.Json, flags.ProgramFolder);

    private static string File(string verb, List<string> words, FlagReader reader)
    {
        if (words.Count == 0)
        {
            reader.Add($"{verb} needs the file of the backup, such as {verb} template-worker.backup");
            return "";
        }

        foreach (var stray in words.Skip(1))
        {
            reader.Add($"{Quoted.Text(stray)} is an unexpected argument of {verb}");
        }

        return words[0];
    }
}
