using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Storage;

/// <summary>What one tenant may use. Sizes are bytes of UTF-8 text unless said otherwise.</summary>
public sealed record TenantLimits
{
    /// <summary>Time one run may take, waiting included, 10 ms to 10 min. Default 10 s.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>CPU time one run may use, 10 ms to 10 min, at most the wall time. Default 2 s.</summary>
    public TimeSpan CpuTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes a tenant's heap may grow to, 4 MiB to 16 GiB, less than a worker's memory. Default 64 MiB.</summary>
    public long HeapBytes { get; init; } = 64L << 20;

    /// <summary>The longest key, 1 to 512 bytes, which is what the table takes. Default 512.</summary>
    public int KeyBytes { get; init; } = 512;

    /// <summary>The largest value of a key, or of the tenant's state, as JSON, 1 KiB to 16 MiB. Default 256 KiB.</summary>
    public int ValueBytes { get; init; } = 256 << 10;

    /// <summary>
    /// What one run may write in all, 1 KiB to 64 MiB, at least <see cref="ValueBytes"/> and <see cref="EventPayloadBytes"/>; more ends it as
    /// <c>TooManyBytesWritten</c>. Counted as by <see cref="Runs.RunWeight"/>. Default 4 MiB.
    /// </summary>
    public int WritesBytes { get; init; } = 4 << 20;

    /// <summary>The most scopes of one key, 0 to 10, which is what the table takes. Default 10.</summary>
    public int Scopes { get; init; } = 10;

    /// <summary>The largest event payload, as JSON, 1 KiB to 8 MiB. Default 256 KiB.</summary>
    public int EventPayloadBytes { get; init; } = 256 << 10;

    /// <summary>The largest result of a handler, as JSON, 1 KiB to 1 MiB. Default 256 KiB.</summary>
    public int ResultBytes { get; init; } = 256 << 10;

    /// <summary>
    /// The largest result of a stored event that is kept, as JSON, 0 bytes to 1 MiB; a larger one is left out, and its size is kept. Default 64 KiB.
    /// </summary>
    public int KeptResultBytes { get; init; } = 64 << 10;

    /// <summary>Log lines that one run may write, 0 to 10,000; one more ends it as <c>TooManyLogLines</c>. Default 100.</summary>
    public int LogLines { get; init; } = 100;

    /// <summary>The longest log line, 64 bytes to 64 KiB; a longer one is cut. Default 4 KiB.</summary>
    public int LogLineBytes { get; init; } = 4 << 10;

    /// <summary>Templates a tenant may have, 1 to 256; times <see cref="ResultBytes"/> at most 16 MiB. Default 50.</summary>
    public int Templates { get; init; } = 50;

    /// <summary>All files of one template together, 1 KiB to 8 MiB. Default 1 MiB.</summary>
    public int TemplateFilesBytes { get; init; } = 1 << 20;

    /// <summary>Dispatches of the tenant that may wait, 1 to 1,000,000, at most the worker's queue; the next is refused. Default 1,000.</summary>
    public int Queue { get; init; } = 1_000;

    /// <summary>Deliveries of the tenant that may wait in its lanes, 1 to 10,000,000; the next event is refused. Default 10,000.</summary>
    public int QueuedDeliveries { get; init; } = 10_000;

    /// <summary>Events that one run may emit, 0 to 1,000; one more ends it as <c>TooManyEvents</c>. Default 100.</summary>
    public int EmittedEvents { get; init; } = 100;

    /// <summary>Actions that one run may send, 0 to 1,000; one more ends it as <c>TooManyActions</c>. Default 100.</summary>
    public int SentActions { get; init; } = 100;

    /// <summary>The largest payload of an action, as JSON, 1 KiB to 4 MiB. Default 256 KiB.</summary>
    public int ActionPayloadBytes { get; init; } = 256 << 10;

    /// <summary>
    /// Actions of the tenant that may wait, delayed ones included, 1 to 10,000,000; a run that sends one more ends as <c>QuotaExceeded</c>.
    /// Default 10,000.
    /// </summary>
    public int WaitingActions { get; init; } = 10_000;

    /// <summary>
    /// Bytes of the payloads of the tenant's waiting actions, 1 KiB to 16 GiB; a run that sends more ends as <c>QuotaExceeded</c>.
    /// Default 64 MiB.
    /// </summary>
    public long WaitingActionBytes { get; init; } = 64 << 20;

    /// <summary>How many runs may lie between an event and one from outside, 1 to 1,000; one more ends the run as <c>TooManyHops</c>. Default 16.</summary>
    public int Hops { get; init; } = 16;

    /// <summary>Schedules that the tenant may have, 0 to 10,000; a run that makes one more ends as <c>TooManySchedules</c>. Default 100.</summary>
    public int Schedules { get; init; } = 100;

    /// <summary>
    /// Keys that the tenant may keep, 1 to 1,000,000,000; what makes one more is refused as <c>QuotaExceeded</c>. Default 100,000.
    /// </summary>
    public int Keys { get; init; } = 100_000;

    /// <summary>
    /// Bytes that the tenant's keys may take, 64 KiB to 16 TiB: each its name, scopes and value as JSON text, rounded up to 256 bytes.
    /// Default 64 MiB.
    /// </summary>
    public long StorageBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Dead letters that the tenant may have, 0 to 1,000,000; a delivery that would be one more parks its lane instead. Default 1,000.
    /// </summary>
    public int DeadLetters { get; init; } = 1_000;

    /// <summary>Bytes of payload that the tenant's dead letters may take, 0 to 1 TiB; a delivery that would exceed them parks its lane. Default 64 MiB.</summary>
    public long DeadLetterBytes { get; init; } = 64L << 20;

    /// <summary>Versions that a template may have, 1 to 1,000; the oldest that are not active go when one more is published. Default 20.</summary>
    public int TemplateVersions { get; init; } = 20;

    /// <summary>
    /// How often a run is tried in all when others change what it read, 1 to 100; then it ends as a conflict. Default 5.
    /// </summary>
    public int ConflictAttempts { get; init; } = 5;

    /// <summary>What the tenant may use in a minute.</summary>
    public TenantRates Rates { get; init; } = new();
}
