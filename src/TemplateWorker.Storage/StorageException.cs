namespace TemplateWorker.Storage;

/// <summary>
/// The one exception that leaves this library. Its message says what happened, where, and what to do; it never holds
/// a password or a stored value.
/// </summary>
public sealed class StorageException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="fault">What went wrong.</param>
    /// <param name="message">One or two sentences for an operator.</param>
    /// <param name="innerException">What the driver or the system threw, if anything.</param>
    public StorageException(StorageFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    /// <summary>What went wrong.</summary>
    public StorageFault Fault { get; }

    /// <summary>The server's five-character SQLSTATE, or null when the server reported none.</summary>
    public string? SqlState { get; init; }

    /// <summary>Whether an address or a setting must be changed before a start can succeed.</summary>
    public bool IsMisuse => Fault is StorageFault.AddressInvalid or StorageFault.SettingUnfit or StorageFault.PoolerUnannounced;

    /// <summary>
    /// Whether the server may have been replaced meanwhile by one that lacks the last transactions: a connection broke, or there is no way to
    /// the server.
    /// </summary>
    public bool IsLoss => Fault is StorageFault.ConnectionRefused
        or StorageFault.HostNotFound
        or StorageFault.HostUnreachable
        or StorageFault.ConnectTimeout
        or StorageFault.NoAnswer
        or StorageFault.ConnectionLost
        or StorageFault.ServerNotReady
        or StorageFault.ReadOnly;

    /// <summary>Whether the same request may succeed when it is repeated later, without intervention.</summary>
    public bool IsTransient => Fault is StorageFault.ConnectionRefused
        or StorageFault.HostUnreachable
        or StorageFault.ConnectTimeout
        or StorageFault.NoAnswer
        or StorageFault.ConnectionLost
        or StorageFault.ServerNotReady
        or StorageFault.TooManyConnections
        or StorageFault.PoolExhausted
        or StorageFault.ServerResources
        or StorageFault.LockNotAvailable
        or StorageFault.TransactionConflict;
}
