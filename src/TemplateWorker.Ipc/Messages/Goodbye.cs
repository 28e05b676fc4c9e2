using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>The last message of a worker that ends by itself.</summary>
/// <param name="Reason">Why the worker ends.</param>
/// <param name="Message">The details for the supervisor's log; cut to <see cref="FieldLimits.TextUnits"/>.</param>
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
    /// <summary>The supervisor asked it to drain, and it has drained.</summary>
    Drained,

    /// <summary>Its supervisor has ended.</summary>
    ParentGone,

    /// <summary>It cannot use the database.</summary>
    StorageUnavailable,

    /// <summary>The script engine cannot be loaded or failed its self-test.</summary>
    EngineUnusable,

    /// <summary>It exceeded its memory limit.</summary>
    OutOfMemory,

    /// <summary>The supervisor broke the protocol.</summary>
    Protocol,

    /// <summary>It failed by a defect of its own; its log has the exception.</summary>
    Crashed,
}
