using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>
/// Launches workers that speak the real protocol over the real socket and say what the test tells them to. They run no
/// templates, so a test can have them answer what no honest worker would.
/// </summary>
internal sealed class FakeWorkers : IWorkerLauncher
{
    public static readonly IpcOptions Link = new() { MaxFrameBytes = 4 << 20, MaxQueuedBytes = 16 << 20, MaxQueuedMessages = 1 << 10 };

    /// <summary>Answers an event; null for a worker that says nothing.</summary>
    public Func<Dispatch, WorkerMessage?> OnDispatch { get; set; } = dispatch => Finished(dispatch, []);

    /// <summary>Answers a check; null for a worker that says nothing.</summary>
    public Func<CheckTemplate, WorkerMessage?> OnCheck { get; set; } =
        check => new TemplateChecked(check.DispatchId, ["hello"], new Dictionary<string, string>(StringComparer.Ordinal), null);

    /// <summary>Says something when deliveries are handed over; null for a worker that says nothing.</summary>
    public Func<HandDeliveries, WorkerMessage?> OnHand { get; set; } = _ => null;

    /// <summary>Everything that workers were told, in order.</summary>
    public MessageLog Received { get; } = new();

    /// <summary>The workers that run.</summary>
    public FakeWorker? Latest { get; private set; }

    public IWorkerProcess Launch(WorkerLaunch launch) => Latest = new FakeWorker(this, launch);

    public static DispatchFinished Finished(Dispatch dispatch, IReadOnlyList<RunResult> results) => new()
    {
        DispatchId = dispatch.DispatchId,
        Status = DispatchStatus.Completed,
        Message = null,
        EventId = dispatch.EventId,
        Results = results,
    };

    public static DispatchFinished Refused(Dispatch dispatch, DispatchStatus status, string message) => new()
    {
        DispatchId = dispatch.DispatchId,
        Status = status,
        Message = message,
        EventId = Guid.Empty,
        Results = [],
    };

    public static RunResult Completed(string template, ReadOnlyMemory<byte> value) => new()
    {
        Template = template,
        Version = 3,
        Value = value,
        Error = null,
        Repeats = 1,
        Wall = TimeSpan.FromMicroseconds(1_234),
        Cpu = TimeSpan.FromMicroseconds(500),
    };
}
