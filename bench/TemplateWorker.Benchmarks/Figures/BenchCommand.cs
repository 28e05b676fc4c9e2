using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;
using TemplateWorker.Benchmarks.Demo.Reporting;
using TemplateWorker.Benchmarks.Demo.Running;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures;

/// <summary>Measures the figures of docs/performance.md in one run, on one cluster; prints a table and writes JSON.</summary>
internal sealed class BenchCommand(TimeProvider time)
{
    private readonly DemoScreen _screen = new(AnsiConsole.Console, time);

    /// <returns>The exit status: 0 when everything was measured and stored, 2 for arguments that are not understood, else 1.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (BenchArguments.TryParse(arguments, out var parsed) is { } misuse)
        {
            await Console.Error.WriteLineAsync($"{misuse}\n\n{BenchArguments.Usage}");
            return 2;
        }

        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        try
        {
            var report = await MeasureAsync(parsed, interrupt.Token);
            await File.WriteAllTextAsync(parsed.Output, report.ToJson(), interrupt.Token);
            _screen.Show(BenchTable.Of(report));
            if ((report.Increment ?? report.Keyless ?? report.Bare ?? report.Drain ?? report.Flow) is not null)
            {
                _screen.Show(BenchTable.ThreadsOf(report));
            }

            if (report.IncrementsChecked is { } increments)
            {
                _screen.Say($"All {increments} acknowledged increments are stored.");
            }

            _screen.Conclude($"bench: ok, {Path.GetFullPath(parsed.Output)}");
            return 0;
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            _screen.Conclude("bench: FAILED interrupted");
        }
        catch (Exception error) when (error is BenchException or DemoException or HttpRequestException or IOException or InvalidDataException or System.Text.Json.JsonException or Npgsql.NpgsqlException)
        {
            _screen.Conclude($"bench: FAILED {error.Message}");
        }

        return 1;

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
    }

    private async Task<BenchReport> MeasureAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var report = new BenchReport
        {
            StartedAt = time.GetUtcNow(),
            Version = typeof(BenchCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Machine = MachineFacts.Read(),
            SecondsPerLoad = arguments.Time.TotalSeconds,
        };
        _screen.Say($"Making a cluster with {BenchTenants.Count} tenants.");
        var stand = await BenchStand.BuildAsync(cancellationToken);
        await using (stand)
        {
            report = await new BenchRun(arguments, stand, _screen.Say).RunAsync(report, cancellationToken);
        }

        // After a failure it is kept, for its log.
        stand.Folder.Delete();
        return report;
    }
}
