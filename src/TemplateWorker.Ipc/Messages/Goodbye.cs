using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>The last message of a worker: it ends, and says why.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">For the supervisor's log. Cut to <see cref="FieldLimits.TextUnits"/>.</param>
public sealed record Goodbye(GoodbyeReason Reason, string Message) : WorkerMessage
{
    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.Goodbye, FieldCount);

    internal static Goodbye Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Goodbye((GoodbyeReason)reader.ReadInt32(0, (int)GoodbyeReason.Crashed), reader.ReadText());
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger((long)Reason);
        writer.WriteText(Message);
    }
}

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
