namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// The bounds of the fields. A sender is stopped with an <see cref="IpcException"/> when it exceeds one; a peer that
/// sends more is disconnected.
/// </summary>
public static class MessageLimits
{
    /// <summary>A tenant's text form, in bytes of UTF-8.</summary>
    public const int TenantBytes = 512;

    /// <summary>The name of a template, an event, a file, a reason, an engine, a build, or an idempotency key, in bytes of UTF-8.</summary>
    public const int NameBytes = 1024;

    /// <summary>A message or a stack for people, in UTF-16 units. A longer one is cut by the sender, not refused.</summary>
    public const int TextUnits = 8192;

    /// <summary>A message or a stack for people, in bytes of UTF-8: what <see cref="TextUnits"/> may take.</summary>
    public const int TextBytes = 3 * TextUnits;

    /// <summary>A handshake's token.</summary>
    public const int TokenBytes = 64;

    /// <summary>Runs of one event, which are at most the templates of a tenant.</summary>
    public const int Results = 256;

    /// <summary>Runs that a heartbeat lists.</summary>
    public const int RunningRuns = 1024;

    /// <summary>Files of one template.</summary>
    public const int Files = 1024;

    /// <summary>Events that one template subscribes to.</summary>
    public const int Subscriptions = 1024;

    /// <summary>Slots of an assignment or a wake: as many as there are.</summary>
    public const int Slots = 4096;

    /// <summary>Deliveries that are handed over in one message.</summary>
    public const int Handed = 1024;

    /// <summary>Deliveries that a handed one names as those before it.</summary>
    public const int Priors = 16;

    /// <summary>The longest span of time, in either direction.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromDays(366);
}
