namespace TemplateWorker.Ipc.Messages;

/// <summary>Why a worker ends.</summary>
public enum GoodbyeReason
{
    /// <summary>It was asked to drain, and did.</summary>
    Drained,

    /// <summary>Its supervisor is gone.</summary>
    ParentGone,

    /// <summary>The database cannot be used, at start or any more.</summary>
    StorageUnavailable,

    /// <summary>The script engine cannot be loaded, or failed its self-test.</summary>
    EngineUnusable,

    /// <summary>It is over its memory.</summary>
    OutOfMemory,

    /// <summary>The supervisor sent what the protocol does not allow.</summary>
    Protocol,

    /// <summary>A defect of its own, which its log shows.</summary>
    Crashed,
}
