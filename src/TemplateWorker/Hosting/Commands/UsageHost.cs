using TemplateWorker.Cli;

namespace TemplateWorker.Hosting.Commands;

/// <summary>Prints help, the version, or the faults of the command line.</summary>
internal static class UsageHost
{
    public static async Task<ExitCode> ShowAsync(string text)
    {
        await System.Console.Out.WriteLineAsync(text);
        return ExitCode.Done;
    }

    public static async Task<ExitCode> RefuseAsync(Misuse command)
    {
        foreach (var line in command.Lines)
        {
            await System.Console.Error.WriteLineAsync(line);
        }

        return ExitCode.Misuse;
    }
}
