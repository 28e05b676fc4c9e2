using System.Diagnostics;

namespace TemplateWorker.Ipc.Tests.Codec;

/// <summary>The msgpack module of Python (Debian: python3-msgpack), with which the codec is compared.</summary>
internal static class IndependentImplementation
{
    private static readonly Lazy<string?> Found = new(() => Candidates().FirstOrDefault(HasModule));

    public static string? Python => Found.Value;

    /// <summary>Runs a script that writes one line for each line that it reads.</summary>
    public static async Task<string[]> AnswerAsync(string script, IReadOnlyCollection<string> lines)
    {
        var python = Python ?? throw new InvalidOperationException(
            "No python3 with the msgpack module was found. Install it (Debian: python3-msgpack) or run './dev setup'.");
        using var process = Start(python, script);
        var answers = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(line);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await errors);
        return (await answers).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<string> Candidates() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Prepend("/usr/bin")
            .Select(directory => Path.Combine(directory, "python3"))
            .Where(File.Exists)
            .Distinct(StringComparer.Ordinal);

    private static bool HasModule(string python)
    {
        using var process = Start(python, "import msgpack");
        process.StandardInput.Close();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static Process Start(string python, string script) => Process.Start(new ProcessStartInfo(python)
    {
        ArgumentList = { "-c", script },
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
