namespace TemplateWorker.Ipc.Codec;

/// <summary>
/// The bounds of the fields. A sender is stopped with an <see cref="IpcException"/> when it exceeds one; a peer that
/// sends more is disconnected.
/// </summary>
public static class FieldLimits
{
    /// <summary>A tenant's text form, in bytes of UTF-8.</summary>
    public const int TenantBytes = 512;

    /// <summary>The name of a template, an event, a file, a reason, an engine, a build, or an idempotency key, in bytes of UTF-8.</summary>
    public const int NameBytes = 1024;

    /// <summary>A message or a stack for people, in UTF-16 units. A longer one is cut by the sender, not refused.</summary>
    public const int TextUnits = 8192;

    /// <summary>A message or a stack for people, in bytes of UTF-8: what <see cref="TextUnits"/> may take.</summary>
    public const int TextBytes = 3 * TextUnits;

    /// <summary>Slots of an assignment or a wake: as many as there are.</summary>
    public const int Slots = 4096;

    /// <summary>The longest span of time, in either direction.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromDays(366);
}
