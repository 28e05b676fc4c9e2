namespace TemplateWorker.Ipc;

/// <summary>The version of the protocol that this build speaks.</summary>
public static class ProtocolVersion
{
    /// <summary>Raised with every change of a message or of the handshake.</summary>
    public const int Current = 2;
}
