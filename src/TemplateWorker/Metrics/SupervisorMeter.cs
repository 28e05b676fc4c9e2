using System.Diagnostics.Metrics;
using System.Text.Json;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Metrics;

/// <summary>Publishes the state of workers and background loops whenever the metrics are read.</summary>
internal sealed class SupervisorMeter(Meter meter, WorkerPool pool, LoopKeeper loops)
{
    private const string OfWorker = "template_worker.worker.";

    /// <summary>Adds the instruments.</summary>
    public void Observe()
    {
        meter.CreateObservableGauge(
            "template_worker.workers", CountStates, "{worker}", "Workers by state: starting, ready, draining, backing_off or stopped.");
        Gauge("memory", "By", "Resident memory, by the last heartbeat.", worker => worker.ResidentBytes);
        Gauge("tenants", "{tenant}", "Tenants that are warm, by the last heartbeat.", worker => worker.Tenants);
        Gauge("slots", "{slot}", "Slots whose deliveries the worker runs.", worker => worker.Slots);
        Gauge("held_tenants", "{tenant}", "Tenants that a rate holds back, by the last heartbeat.", worker => worker.HeldCount);
        Gauge("calls.outstanding", "{call}", "Calls that wait for an answer.", worker => worker.Outstanding);
        Gauge("stalled_lanes", "{lane}", "How often a lane stood still though it might run, since the worker's start.", worker => worker.StalledLanes);
        Gauge("gc.longest_pause", "s", "The longest pause for garbage collection in the last minute.", worker => worker.LongestPause.TotalSeconds);
        Counter("calls.answered", "{call}", "Calls that were answered.", worker => worker.Completed);
        Counter("restarts", "{restart}", "Starts after the first one.", worker => worker.Restarts);
        meter.CreateObservableGauge("template_worker.loop.last_success", LastSuccesses, "s", "When the background loop last did its work, as Unix time.");
        meter.CreateObservableCounter(
            "template_worker.loop.restarts", CountRestarts, "{restart}", "Restarts of the background loop after an unexpected failure.");
    }

    private void Gauge(string name, string unit, string description, Func<WorkerStatus, double> value) =>
        meter.CreateObservableGauge(OfWorker + name, () => Measure(value), unit, description);

    private void Counter(string name, string unit, string description, Func<WorkerStatus, double> value) =>
        meter.CreateObservableCounter(OfWorker + name, () => Measure(value), unit, description);

    private IEnumerable<Measurement<double>> Measure(Func<WorkerStatus, double> value) =>
        pool.Status.Select(worker => new Measurement<double>(value(worker), KeyValuePair.Create("worker", (object?)worker.Number)));

    private IEnumerable<Measurement<long>> CountStates()
    {
        var workers = pool.Status;
        return Enum.GetValues<WorkerState>().Select(state => new Measurement<long>(
            workers.Count(worker => worker.State == state),
            KeyValuePair.Create("state", (object?)JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString()))));
    }

    private IEnumerable<Measurement<double>> LastSuccesses() => loops.Status
        .Where(loop => loop.LastSuccess is not null)
        .Select(loop => new Measurement<double>(loop.LastSuccess!.Value.ToUnixTimeMilliseconds() / 1000.0, Name(loop)));

    private IEnumerable<Measurement<long>> CountRestarts() => loops.Status.Select(loop => new Measurement<long>(loop.Restarts, Name(loop)));

    private static KeyValuePair<string, object?> Name(LoopStatus loop) => KeyValuePair.Create("loop", (object?)loop.Name);
}
