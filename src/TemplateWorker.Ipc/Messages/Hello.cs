using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>The first message of a worker; <see cref="Welcome"/> or <see cref="Refused"/> answers.</summary>
/// <remarks>
/// Its code and its first field keep their place in every version of the protocol. Of a worker of another version only
/// that first field is read, so that the refusal can name both versions; the rest has the values of a worker that no
/// supervisor accepts.
/// </remarks>
public sealed record Hello : WorkerMessage
{
    /// <summary>The longest token, in bytes.</summary>
    public const int MaxTokenBytes = 64;

    private const int FieldCount = 5;

    /// <summary>The version of the protocol, <see cref="Ipc.ProtocolVersion.Current"/>.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>Names the build, so that a supervisor refuses another than its own.</summary>
    public required string BuildId { get; init; }

    /// <summary>The token that the worker was started with.</summary>
    public required ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>The worker's process id.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The worker's number, from 0.</summary>
    public required int WorkerNumber { get; init; }

    private protected override MessageHeader Header => new(MessageCode.Hello, FieldCount);

    internal static Hello Read(ref ValueReader reader, MessageHeader header)
    {
        if (header.Fields == 0)
        {
            header.RequireFields(FieldCount);
        }

        var version = reader.ReadInt32(0, int.MaxValue);
        if (version != Ipc.ProtocolVersion.Current)
        {
            return ReadForeign(ref reader, header, version);
        }

        header.RequireFields(FieldCount);
        return new Hello
        {
            ProtocolVersion = version,
            BuildId = reader.ReadName(),
            Token = reader.ReadBytes(MaxTokenBytes),
            ProcessId = reader.ReadInt32(0, int.MaxValue),
            WorkerNumber = reader.ReadInt32(0, int.MaxValue),
        };
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteNumber(ProtocolVersion);
        writer.WriteName(BuildId);
        writer.WriteBinary(Token.Span);
        writer.WriteNumber(ProcessId);
        writer.WriteNumber(WorkerNumber);
    }

    private static Hello ReadForeign(ref ValueReader reader, MessageHeader header, int version)
    {
        for (var field = 1; field < header.Fields; field++)
        {
            reader.Skip();
        }

        return new Hello { ProtocolVersion = version, BuildId = "", Token = default, ProcessId = 0, WorkerNumber = 0 };
    }
}
