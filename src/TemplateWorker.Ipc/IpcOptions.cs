namespace TemplateWorker.Ipc;

/// <summary>The limits of one connection. Both ends use the same values, since both are the same binary.</summary>
public sealed record IpcOptions
{
    /// <summary>The longest payload of a frame, in bytes, without its 4-byte length. Default 8 MiB; from 1 KiB to 256 MiB.</summary>
    /// <remarks>A longer announced length ends the connection before a byte of the payload is stored.</remarks>
    public int MaxFrameBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many messages may wait to be sent. Default 8,192; at least 1.</summary>
    /// <remarks>When full, <c>TrySend</c> returns false.</remarks>
    public int MaxQueuedMessages { get; init; } = 8192;

    /// <summary>How many bytes of messages may wait to be sent. Default 32 MiB; at least <see cref="MaxFrameBytes"/> + 4.</summary>
    /// <remarks>When full, <c>TrySend</c> returns false.</remarks>
    public int MaxQueuedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long a handshake may take, from connecting to its result. Default 5 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A value is outside its bounds.</exception>
    internal void Validate()
    {
        Require(MaxFrameBytes is >= 1024 and <= 256 * 1024 * 1024, nameof(MaxFrameBytes), "between 1 KiB and 256 MiB", MaxFrameBytes);
        Require(MaxQueuedMessages >= 1, nameof(MaxQueuedMessages), "at least 1", MaxQueuedMessages);
        Require(MaxQueuedBytes >= MaxFrameBytes + sizeof(uint), nameof(MaxQueuedBytes), "at least a frame", MaxQueuedBytes);
        Require(HandshakeTimeout > TimeSpan.Zero, nameof(HandshakeTimeout), "positive", HandshakeTimeout);
    }

    private static void Require<T>(bool valid, string name, string rule, T value)
    {
        if (!valid)
        {
            throw new ArgumentException($"{name} must be {rule}, was {value}.", name);
        }
    }
}
