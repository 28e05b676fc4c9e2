using System.Text.Json.Nodes;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>A command of the program that ran to its end.</summary>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Output">What it wrote, with its log.</param>
internal sealed record CommandRun(int ExitCode, string Output)
{
    /// <summary>The object that it printed.</summary>
    public JsonNode Json => JsonNode.Parse(Output[Output.IndexOf('{', StringComparison.Ordinal)..(Output.LastIndexOf('}') + 1)])!;

    /// <summary>Runs a command with a configuration that names a database.</summary>
    public static async Task<CommandRun> OfAsync(TestDatabase database, params string[] arguments)
    {
        using var folder = OperatorFolder.Create();
        await using var process = RunningProcess.Start([.. arguments, "--config", folder.WriteConfig(database)]);
        var exitCode = await process.ExitCodeAsync();
        return new CommandRun(exitCode, process.Output);
    }
}
