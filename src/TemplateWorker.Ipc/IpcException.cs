namespace TemplateWorker.Ipc;

/// <summary>The only exception that this library throws for bytes from a peer and for a message that cannot be sent.</summary>
/// <remarks>
/// The message contains sizes, codes and positions, never a token or the data of a tenant. A retry does not help with any
/// fault; a lost peer is not an exception but the result of the connection.
/// </remarks>
/// <param name="fault">The kind of fault.</param>
/// <param name="message">What happened, with which value, and the remedy.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class IpcException(IpcFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The kind of fault.</summary>
    public IpcFault Fault { get; } = fault;
}
