namespace TemplateWorker.Ipc;

/// <summary>The kind of fault that an <see cref="IpcException"/> reports.</summary>
public enum IpcFault
{
    /// <summary>The length of a frame is zero or exceeds <see cref="IpcOptions.MaxFrameBytes"/>.</summary>
    FrameSize,

    /// <summary>The bytes end inside a value.</summary>
    Truncated,

    /// <summary>Bytes follow the end of a message.</summary>
    TrailingBytes,

    /// <summary>A value has another type than its field, or starts with 0xc1, which MessagePack does not use.</summary>
    WrongType,

    /// <summary>A string, a byte string, a list or a number is outside the bounds of its field.</summary>
    OutOfBounds,

    /// <summary>Values are nested deeper than in any message of the protocol.</summary>
    TooDeep,

    /// <summary>A string is not well-formed UTF-8.</summary>
    InvalidUtf8,

    /// <summary>No message has this code.</summary>
    UnknownMessage,

    /// <summary>The message exists, but only this end sends it.</summary>
    WrongDirection,

    /// <summary>A message or a record has more or fewer fields than the protocol defines.</summary>
    WrongFieldCount,

    /// <summary>The supervisor's directory or socket, or a file in the directory, cannot be created or used.</summary>
    Endpoint,

    /// <summary>The environment variables that a supervisor sets for its worker are missing or invalid.</summary>
    Environment,
}
