namespace TemplateWorker.Ipc;

/// <summary>The limits of one connection. Both ends use the same values, because both are the same binary.</summary>
public sealed record IpcOptions
{
    /// <summary>The longest payload of a frame in bytes, without the 4 bytes of its length. From 1 KiB to 256 MiB; default 8 MiB.</summary>
    /// <remarks>A frame that announces more ends the connection before any of its payload is stored.</remarks>
    public int MaxFrameBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many messages may wait to be sent. At least 1; default 8,192.</summary>
    /// <remarks>While the queue is full, <c>TrySend</c> returns false.</remarks>
    public int MaxQueuedMessages { get; init; } = 8192;

    /// <summary>How many bytes of frames may wait to be sent. At least <see cref="MaxFrameBytes"/> + 4; default 32 MiB.</summary>
    /// <remarks>While the queue is full, <c>TrySend</c> returns false.</remarks>
    public int MaxQueuedBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How long a handshake may take, from the connection to its result. Positive; default 5 s.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A value is outside its bounds.</exception>
    internal void Validate()
    {
        Require(MaxFrameBytes is >= 1024 and <= 256 * 1024 * 1024, nameof(MaxFrameBytes), "between 1 KiB and 256 MiB", MaxFrameBytes);
        Require(MaxQueuedMessages >= 1, nameof(MaxQueuedMessages), "at least 1", MaxQueuedMessages);
        Require(MaxQueuedBytes >= MaxFrameBytes + sizeof(uint), nameof(MaxQueuedBytes), "at least MaxFrameBytes + 4", MaxQueuedBytes);
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
