using System.Diagnostics.Metrics;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Metrics;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Measures;

namespace TemplateWorker.Tests.Metrics;

/// <summary>What becomes of the reports of workers.</summary>
public sealed class WorkerMeterTests
{
    [Fact]
    public void What_is_new_in_each_report_is_added_and_a_lost_report_loses_nothing()
    {
        using var world = new World();
        var measures = new RunMeasures();
        measures.NoteRun(Report(failure: null, milliseconds: 2));
        var first = WorkerMetrics.Read(measures);
        world.Add(0, null, first);
        measures.NoteRun(Report("CpuLimit", milliseconds: 2_000));
        measures.NoteRun(Report(failure: null, milliseconds: 3));
        measures.NoteColdStart();
        measures.NoteCommit(5, TimeSpan.FromMilliseconds(4));

        world.Add(0, first, WorkerMetrics.Read(measures));

        world.Count("template_worker.runs", "0/done").ShouldBe(2);
        world.Count("template_worker.runs", "0/CpuLimit").ShouldBe(1);
        world.Count("template_worker.cold_starts", "0").ShouldBe(1);
        world.Values("template_worker.run.duration").ShouldBe([0.002, 0.003, 2.0], tolerance: 1e-9);
        world.Values("template_worker.commit.runs").ShouldBe([5.0]);
        world.Values("template_worker.commit.duration").ShouldBe([0.004], tolerance: 1e-9);
    }

    [Fact]
    public void Values_of_a_bucket_keep_their_number_and_their_sum()
    {
        using var world = new World();
        var measures = new RunMeasures();
        foreach (var milliseconds in (int[])[11, 14, 20])
        {
            measures.NoteRun(Report(failure: null, milliseconds));
        }

        world.Add(1, null, WorkerMetrics.Read(measures));

        var values = world.Values("template_worker.run.duration");
        values.Count.ShouldBe(3);
        values.Sum().ShouldBe(0.045, tolerance: 1e-9);
        values.ShouldAllBe(value => value > 0.010 && value <= 0.025);
    }

    [Fact]
    public void A_report_that_cannot_be_true_adds_nothing()
    {
        using var world = new World();
        var before = new Measures([new MeasuredCount("template_worker.runs", "done", 9)], []);

        world.Add(0, before, new Measures(
            [new MeasuredCount("template_worker.runs", "done", 3), new MeasuredCount("made.up", "done", 1)],
            [
                new MeasuredDistribution("template_worker.run.duration", [new MeasuredBucket(WorkerMeter.MostAtOnce + 1L, 1), new MeasuredBucket(long.MaxValue, 1)]),
                new MeasuredDistribution("made.up", [new MeasuredBucket(1, 1)]),
            ]));

        world.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Outcomes_beyond_the_bound_share_a_label()
    {
        using var world = new World();
        var counts = Enumerable.Range(0, WorkerMeter.MaxLabels + 10).Select(number => new MeasuredCount("template_worker.runs", $"R{number}", 1));

        world.Add(0, null, new Measures([.. counts], []));

        world.Count("template_worker.runs", "0/other").ShouldBe(10);
        world.Count("template_worker.runs", $"0/R{WorkerMeter.MaxLabels - 1}").ShouldBe(1);
    }

    private static RunReport Report(string? failure, int milliseconds) => new()
    {
        Template = "t",
        Version = 1,
        Failure = failure is null ? null : new RunFailure(failure, "no", null),
        Wall = TimeSpan.FromMilliseconds(milliseconds),
        Cpu = TimeSpan.FromMilliseconds(milliseconds),
    };

    /// <summary>A meter with a listener.</summary>
    private sealed class World : IDisposable
    {
        private readonly Meter _meter = new("test");
        private readonly MeterListener _listener = new();
        private readonly WorkerMeter _workers;
        private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<double>> _values = new(StringComparer.Ordinal);

        public World()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == _meter)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                var name = $"{instrument.Name} {string.Join('/', tags.ToArray().Select(tag => tag.Value))}";
                _counts[name] = _counts.GetValueOrDefault(name) + value;
            });
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
            {
                _values.TryAdd(instrument.Name, []);
                _values[instrument.Name].Add(value);
            });
            _listener.Start();
            _workers = new WorkerMeter(_meter);
        }

        public bool IsEmpty => _counts.Count == 0 && _values.Count == 0;

        public void Add(int worker, Measures? last, Measures now) => _workers.Add(worker, last, now);

        public long Count(string name, string labels) => _counts.GetValueOrDefault($"{name} {labels}");

        public IReadOnlyList<double> Values(string name) => [.. _values.GetValueOrDefault(name, []).Order()];

        public void Dispose()
        {
            _listener.Dispose();
            _meter.Dispose();
        }
    }
}
