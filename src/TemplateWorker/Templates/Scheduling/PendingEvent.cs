using System.Security.Cryptography;
using System.Text;

namespace TemplateWorker.Templates.Scheduling;

/// <summary>
/// An event on its way through the templates that subscribe to it. Each template's run is a transaction of its own;
/// <see cref="Reports"/> holds those that are done, <see cref="Repeats"/> belongs to the one that is next.
/// </summary>
internal sealed class PendingEvent(EventCall call, long deadline, Action<EventOutcome> finished) : TenantWork(call.CallId)
{
    private readonly List<RunReport> _reports = [];
    private byte[]? _requestHash;

    public EventCall Call { get; } = call;

    /// <summary>When the caller stops waiting, in the clock's timestamps.</summary>
    public long Deadline { get; } = deadline;

    public Guid EventId { get; private set; } = call.EventId;

    /// <summary>The templates the event is for; null until they are resolved.</summary>
    public IReadOnlyList<string>? Templates { get; private set; }

    public IReadOnlyList<RunReport> Reports => _reports;

    public int Repeats { get; set; }

    public bool IsDone => Templates is not null && _reports.Count == Templates.Count;

    public string NextTemplate => Templates![_reports.Count];

    /// <summary>What the idempotency key stands for: SHA-256 over the event's name and payload.</summary>
    public byte[] RequestHash => _requestHash ??= SHA256.HashData([.. Encoding.UTF8.GetBytes(Call.EventName), 0, .. Call.Data.Span]);

    public void Resolve(Guid eventId, IReadOnlyList<string> templates, IEnumerable<RunReport> recorded)
    {
        EventId = eventId;
        Templates = templates;
        _reports.Clear();
        _reports.AddRange(recorded);
        Repeats = 0;
    }

    /// <summary>Somebody else recorded a result under this key meanwhile: look again.</summary>
    public void Unresolve() => Templates = null;

    public void Add(RunReport report)
    {
        _reports.Add(report with { Repeats = Repeats });
        Repeats = 0;
    }

    public void Finish() => finished(new EventOutcome.Finished(EventId, _reports));

    public override void Refuse(EventRefusal reason, string message) => finished(new EventOutcome.Refused(reason, message));
}
