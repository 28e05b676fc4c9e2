using System.Diagnostics;

namespace TemplateWorker.TestKit;

/// <summary>A program of the machine that ran to its end.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
public sealed record ProgramRun(int Status, string Output, string Errors)
{
    /// <summary>Runs a program with arguments.</summary>
    public static Task<ProgramRun> OfAsync(string program, params string[] arguments) => OfAsync(new ProcessStartInfo(program, arguments));

    /// <summary>Runs a program as it is described; both of its streams are read.</summary>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start)
    {
        (start.UseShellExecute, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, output, await errors);
    }
}
