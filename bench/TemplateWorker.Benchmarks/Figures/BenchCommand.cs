using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;
using TemplateWorker.Benchmarks.Figures.Durable;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;
using TemplateWorker.Demo.Reporting;
using TemplateWorker.Demo.Running;

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
            await System.Console.Error.WriteLineAsync($"{misuse}\n\n{BenchArguments.Usage}");
            return 2;
        }

        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var notes = parsed.Engines.Select(engine => Notes(parsed, engine)).ToList();
        var failure = await TryAsync(() => MeasureAsync(parsed, notes, interrupt.Token), interrupt.Token);
        foreach (var report in notes.Select(taken => taken.Report))
        {
            Show(report);
            failure ??= await TryAsync(() => File.WriteAllTextAsync(parsed.OutputFor(report.Engine), report.ToJson()), CancellationToken.None);
        }

        _screen.Conclude(failure is null ? $"bench: ok, {string.Join(", ", parsed.Engines.Select(engine => Path.GetFullPath(parsed.OutputFor(engine))))}" : $"bench: FAILED {failure}");
        return failure is null ? 0 : 1;

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
    }

    private BenchNotes Notes(BenchArguments arguments, string engine) => new(new BenchReport
    {
        StartedAt = time.GetUtcNow(),
        Version = typeof(BenchCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Machine = MachineFacts.Read(),
        Engine = engine,
        SecondsPerLoad = arguments.Time.TotalSeconds,
    });

    /// <returns>Null when the work was done; else what went wrong.</returns>
    private static async Task<string?> TryAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "interrupted";
        }
        catch (Exception error) when (error is BenchException or DemoException or HttpRequestException or IOException or UnauthorizedAccessException or InvalidDataException or System.Text.Json.JsonException or Npgsql.NpgsqlException)
        {
            return error.Message;
        }
    }

    private async Task MeasureAsync(BenchArguments arguments, IReadOnlyList<BenchNotes> notes, CancellationToken cancellationToken)
    {
        _screen.Say($"Making a cluster with {BenchTenants.Count} tenants.");
        var stand = await BenchStand.BuildAsync(cancellationToken);
        await using (stand)
        {
            var acknowledged = new Acknowledged();
            foreach (var taken in notes)
            {
                _screen.Say($"Measuring with {taken.Report.Engine}.");
                await new BenchRun(arguments, stand, taken.Report.Engine, acknowledged, taken, _screen.Say).RunAsync(cancellationToken);
            }
        }

        // After a failure it is kept, for its log.
        stand.Folder.Delete();
    }

    private void Show(BenchReport report)
    {
        _screen.Say($"Script engine: {report.Engine}.");
        _screen.Show(BenchTable.Of(report));
        if ((report.Increment ?? report.Keyless ?? report.Bare ?? report.Drain ?? report.Flow ?? report.Sending ?? report.Pushing) is not null)
        {
            _screen.Show(BenchTable.ThreadsOf(report));
        }

        if (report.IncrementsChecked is { } increments)
        {
            _screen.Say($"All {increments} acknowledged increments are stored.");
        }
    }
}
