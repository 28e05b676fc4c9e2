using System.Diagnostics;
using System.Globalization;

namespace TemplateWorker.Supervision.Launching;

/// <summary>Starts this executable as a worker process.</summary>
/// <param name="environment">Variables that the script engine or the runtime reads at the start, beside those that a worker inherits.</param>
internal sealed class ProcessLauncher(IEnumerable<KeyValuePair<string, string>> environment) : IWorkerLauncher
{
    public IWorkerProcess Launch(WorkerLaunch launch)
    {
        var start = OwnExecutable.StartInfo(
            "--worker-type", "processpoolworker", "--worker-id", launch.Number.ToString(CultureInfo.InvariantCulture));
        InheritedVariables.Keep(start.Environment);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        launch.Invitation.Give(start.Environment);
        return new WorkerProcess(Process.Start(start)!);
    }

    private sealed class WorkerProcess(Process process) : IWorkerProcess
    {
        public int ProcessId { get; } = process.Id;

        public Task<string> Exited { get; } = WaitAsync(process);

        public ProcessActivity? Activity => ProcessActivity.Read(ProcessId);

        public void Kill()
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // The process has exited already.
            }
        }

        public async ValueTask DisposeAsync()
        {
            Kill();
            await Exited;
            process.Dispose();
        }

        private static async Task<string> WaitAsync(Process process)
        {
            await process.WaitForExitAsync(CancellationToken.None);
            const int signalBase = 128;
            return process.ExitCode > signalBase
                ? $"ended by signal {process.ExitCode - signalBase}"
                : $"exited with code {process.ExitCode}";
        }
    }
}
