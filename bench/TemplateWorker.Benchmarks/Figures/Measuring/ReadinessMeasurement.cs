using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;
using TemplateWorker.Demo.Running;

namespace TemplateWorker.Benchmarks.Figures.Measuring;

/// <summary>Figure f: starts the whole, kills workers, and looks at the clock.</summary>
internal static class ReadinessMeasurement
{
    private const int Rounds = 5;

    /// <summary>A worker that dies soon after its start is replaced more slowly each time; this is the case of one that had stayed up.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    public static async Task<ReadinessFigures> RunAsync(BenchStand stand, string engine, CancellationToken cancellationToken)
    {
        var starts = new List<double>();
        var replacements = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var supervisor = await stand.StartSupervisorAsync(engine, cancellationToken);
            starts.Add(supervisor.ReadyAfter.TotalMilliseconds);
            await Task.Delay(Calm, cancellationToken);
            var replacement = await new WorkerKill(supervisor.Api, TimeProvider.System).RunAsync(cancellationToken);
            replacements.Add(replacement.Recovery.TotalMilliseconds);
        }

        return new ReadinessFigures(Spread.Of(starts), Spread.Of(replacements));
    }
}
