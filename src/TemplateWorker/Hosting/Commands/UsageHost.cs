using TemplateWorker.Cli;

namespace TemplateWorker.Hosting.Commands;

/// <summary>What is answered without doing anything: help, the version, and what is wrong with the command line.</summary>
internal static class UsageHost
{
    public static async Task<ExitCode> ShowAsync(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return ExitCode.Done;
    }

    public static async Task<ExitCode> RefuseAsync(Misuse command)
    {
        foreach (var line in command.Lines)
        {
            await Console.Error.WriteLineAsync(line);
        }

        return ExitCode.Misuse;
    }
}
