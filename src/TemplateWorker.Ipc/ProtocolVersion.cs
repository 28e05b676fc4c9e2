namespace TemplateWorker.Ipc;

/// <summary>The version of the protocol that this build implements.</summary>
public static class ProtocolVersion
{
    /// <summary>The number that both ends of a connection must have. Every change of a message or of the handshake raises it.</summary>
    public const int Current = 6;
}
