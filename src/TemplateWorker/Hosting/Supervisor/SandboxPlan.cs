using TemplateWorker.Cli;
using TemplateWorker.Sandbox;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Which sandbox the workers get.</summary>
/// <param name="Level">As much as the settings ask for and the machine has.</param>
/// <param name="Shortfall">What is missing and why, a sentence for the log; null when nothing is.</param>
internal sealed record SandboxPlan(SandboxLevel Level, string? Shortfall)
{
    /// <summary>Variables of the environment of worker processes, which the runtime reads at its start.</summary>
    public IReadOnlyDictionary<string, string> Variables => Level == SandboxLevel.None
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_EnableDiagnostics"] = "0" };

    /// <param name="mode">What the workers are.</param>
    /// <param name="setting">What <c>workers.sandbox</c> says.</param>
    /// <param name="isLinux">Whether the system has what hides a process.</param>
    /// <param name="sealFault">Why there is no filter of system calls; null when there is.</param>
    public static SandboxPlan Of(WorkerMode mode, bool setting, bool isLinux, string? sealFault)
    {
        if (mode == WorkerMode.ThreadPool)
        {
            return new(SandboxLevel.None, "Workers are threads of this process (--worker-type threadpool) and have no sandbox; run only templates that you trust");
        }

        if (!setting)
        {
            return new(SandboxLevel.None, "Workers have no sandbox (workers.sandbox is false): a script that breaks out of the engine has the rights of this user");
        }

        if (!isLinux)
        {
            return new(SandboxLevel.None, "Workers have no sandbox, which needs Linux");
        }

        return sealFault is null
            ? new(SandboxLevel.Sealed, null)
            : new(SandboxLevel.Hidden, $"Workers run without a filter of system calls: {sealFault}");
    }
}
