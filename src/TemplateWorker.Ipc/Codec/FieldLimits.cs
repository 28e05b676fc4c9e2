namespace TemplateWorker.Ipc.Codec;

/// <summary>
/// The bounds of fields. Sending a value beyond its bound throws an <see cref="IpcException"/>; receiving one ends the
/// connection.
/// </summary>
public static class FieldLimits
{
    /// <summary>The longest text form of a tenant, in bytes of UTF-8.</summary>
    public const int TenantBytes = 512;

    /// <summary>
    /// The longest name (of a template, an event, a file, a reason, an engine, a build) or idempotency key, in bytes of
    /// UTF-8.
    /// </summary>
    public const int NameBytes = 1024;

    /// <summary>
    /// The longest text for people (a message, a stack), in UTF-16 units. The sender cuts a longer one instead of throwing.
    /// </summary>
    public const int TextUnits = 8192;

    /// <summary>The longest text for people, in bytes of UTF-8: the most that <see cref="TextUnits"/> can take.</summary>
    public const int TextBytes = 3 * TextUnits;

    /// <summary>The number of slots. They are numbered from 0.</summary>
    public const int Slots = 4096;

    /// <summary>The longest duration, positive or negative.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromDays(366);
}
