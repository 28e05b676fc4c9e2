namespace TemplateWorker.Ipc;

/// <summary>The only exception that this library throws for what a peer sent, or for what it was asked to send.</summary>
/// <remarks>
/// Its message holds no token and no tenant's data, only sizes, codes and positions. None of the faults passes by itself,
/// so there is nothing to try again: what may, a peer that is away, is a <see cref="Connection.Disconnect"/>.
/// </remarks>
/// <param name="fault">What it is about.</param>
/// <param name="message">What happened, with which value, and what to do.</param>
/// <param name="innerException">The cause beneath, if any.</param>
public sealed class IpcException(IpcFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What it is about.</summary>
    public IpcFault Fault { get; } = fault;
}
