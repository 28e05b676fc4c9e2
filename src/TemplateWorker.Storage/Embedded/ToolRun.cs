using System.ComponentModel;
using System.Diagnostics;

namespace TemplateWorker.Storage.Embedded;

/// <summary>Runs a program of the system to its end.</summary>
internal static class ToolRun
{
    /// <returns>The exit code and everything it printed, standard error after standard output.</returns>
    /// <exception cref="StorageException">The program does not exist or cannot be run.</exception>
    public static async Task<ToolResult> ExecuteAsync(IReadOnlyList<string> commandLine, CancellationToken cancellationToken)
    {
        using var process = Start(commandLine);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ToolResult(process.ExitCode, $"{await output}{await errors}".Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a program with pipes for its three standard streams and a fresh environment.</summary>
    /// <param name="commandLine">The program and its arguments.</param>
    /// <param name="variables">What the environment has beside the folders of programs and the language.</param>
    /// <exception cref="StorageException">The program does not exist or cannot be run.</exception>
    public static Process Start(IReadOnlyList<string> commandLine, params IEnumerable<KeyValuePair<string, string>> variables)
    {
        // The working directory need not be readable for the user that the program runs as; the root is.
        var start = new ProcessStartInfo(commandLine[0], commandLine.Skip(1))
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Our environment may hold secrets, and PG* variables that would change what the tools do.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new StorageException(
                StorageFault.EmbeddedFailed, $"Cannot run '{commandLine[0]}': {exception.Message}.", exception);
        }
    }
}

/// <summary>How a program of the system ended.</summary>
internal readonly record struct ToolResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}
