using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TemplateWorker.Demo.Running;

/// <summary>The real executable in a process of its own; what it prints is appended to a log file.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly Task _output;

    private WorkerProcess(Process process, Task output)
    {
        _process = process;
        _output = output;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts <c>template-worker</c>, as the build publishes it.</summary>
    public static WorkerProcess Start(DemoFolder folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(DotnetPath())
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var executable = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../app/template-worker.dll"));
        foreach (var argument in (IEnumerable<string>)[executable, .. arguments, "--config", folder.ConfigFile])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new WorkerProcess(process, AppendOutputAsync(process, folder.LogFile));
    }

    /// <summary>Runs a command of the executable to its end.</summary>
    /// <exception cref="DemoException">It ended with another status than 0.</exception>
    public static async Task RunAsync(DemoFolder folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var command = arguments.ToList();
        await using var worker = Start(folder, command);
        await worker._process.WaitForExitAsync(cancellationToken);
        await worker._output;
        if (worker._process.ExitCode != 0)
        {
            throw new DemoException(
                $"'template-worker {string.Join(' ', command)}' ended with status {worker._process.ExitCode}; see {folder.LogFile}.");
        }
    }

    /// <summary>Asks the process to drain and stop.</summary>
    /// <returns>Its exit status; null when it did not stop in time and was killed.</returns>
    public async Task<int?> StopAsync()
    {
        if (!_process.HasExited && Kill(_process.Id, SigTerm) == 0)
        {
            using var timeout = new CancellationTokenSource(StopTimeout);
            try
            {
                await _process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
                return null;
            }
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _output;
        return _process.ExitCode;
    }

    /// <summary>Stops the process when it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private static string DotnetPath() =>
        // Started by `dotnet X.dll`, this process is dotnet itself.
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static async Task AppendOutputAsync(Process process, string logFile)
    {
        await using var log = new StreamWriter(logFile, append: true);
        var synchronized = TextWriter.Synchronized(log);
        await Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));

        async Task CopyAsync(StreamReader reader)
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                await synchronized.WriteLineAsync(line);
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
