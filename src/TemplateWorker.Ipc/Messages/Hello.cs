using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>The first message of a worker. <see cref="Welcome"/> or <see cref="Refused"/> answers.</summary>
/// <remarks>
/// The code and the first field keep their places in every version of the protocol. If the version is another one, only that
/// field is read, so that the refusal can name both versions. The other properties then have values that no supervisor accepts.
/// </remarks>
public sealed record Hello : WorkerMessage
{
    /// <summary>The longest token, in bytes.</summary>
    public const int MaxTokenBytes = 64;

    private const int FieldCount = 5;

    /// <summary>The worker's <see cref="Ipc.ProtocolVersion.Current"/>.</summary>
    public required int ProtocolVersion { get; init; }

    /// <summary>The build of the worker. The supervisor accepts only its own.</summary>
    public required string BuildId { get; init; }

    /// <summary>The token from the worker's environment, at most <see cref="MaxTokenBytes"/>.</summary>
    public required ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>The process id of the worker.</summary>
    public required int ProcessId { get; init; }

    /// <summary>The number of the worker, from 0.</summary>
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
            return ReadOtherVersion(ref reader, header, version);
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

    private static Hello ReadOtherVersion(ref ValueReader reader, MessageHeader header, int version)
    {
        for (var field = 1; field < header.Fields; field++)
        {
            reader.Skip();
        }

        return new Hello { ProtocolVersion = version, BuildId = "", Token = default, ProcessId = 0, WorkerNumber = 0 };
    }
}
