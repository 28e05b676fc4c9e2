namespace TemplateWorker.Ipc;

/// <summary>What an <see cref="IpcException"/> is about.</summary>
public enum IpcFault
{
    /// <summary>A frame's length is zero, or greater than <see cref="IpcOptions.MaxFrameBytes"/>.</summary>
    FrameSize,

    /// <summary>The bytes end inside a value.</summary>
    Truncated,

    /// <summary>Bytes follow the end of a message.</summary>
    TrailingBytes,

    /// <summary>A byte that begins no MessagePack value (0xc1), or a value of another type than the field's.</summary>
    WrongType,

    /// <summary>A string, a byte string, a list or a number is outside the field's bounds.</summary>
    OutOfBounds,

    /// <summary>Values are nested deeper than any message of ours.</summary>
    TooDeep,

    /// <summary>A string is not well-formed UTF-8.</summary>
    InvalidUtf8,

    /// <summary>No message has this code.</summary>
    UnknownMessage,

    /// <summary>The message exists, but travels the other way.</summary>
    WrongDirection,

    /// <summary>The message has more or fewer fields than its code says.</summary>
    WrongFieldCount,

    /// <summary>The directory or the socket of the supervisor cannot be made or used.</summary>
    Endpoint,

    /// <summary>The environment that a supervisor gives its worker is missing or wrong.</summary>
    Environment,
}
