using TemplateWorker.Cli;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Doctor;

/// <summary><c>doctor</c>: checks what a supervisor with this configuration needs, prints what it found, and exits. Starts nothing but an embedded server.</summary>
internal static class DoctorHost
{
    public static Task<ExitCode> RunAsync(Cli.Doctor command) => ConfiguredRun.RunAsync(
        command.ConfigPath, [.. command.Log.Overrides], ProcessRole.Operator, run => CheckAsync(run, command));

    private static async Task<ExitCode> CheckAsync(ConfiguredRun run, Cli.Doctor command)
    {
        var report = DoctorReport.Of(
        [
            Finding.Ok("configuration", $"{Path.GetFullPath(command.ConfigPath)} has no faults"),
            .. await MachineChecks.RunAsync(run),
            .. await DatabaseChecks.RunAsync(run),
        ]);
        await System.Console.Out.WriteLineAsync(command.IsJson ? report.ToJson() : report.ToText());
        return report.Healthy ? ExitCode.Done : ExitCode.Failed;
    }
}
